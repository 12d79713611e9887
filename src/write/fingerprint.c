/* SPDX-License-Identifier: MIT */
#include "write/fingerprint.h"

#include "write/destconfig.h"

#include <errno.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <sys/mman.h>
#include <unistd.h>

/* The digest of what stands in the file DESCRIPTOR; 0 or an errno. */
static int digest_file(int descriptor, uint8_t digest[SHA256_DIGEST_SIZE])
{
    struct sha256_ctx context;
    static const off_t start = 0;
    uint8_t bytes[16384];
    ssize_t count;
    sha256_init(&context);
    if (lseek(descriptor, start, SEEK_SET) < 0)
        return errno;
    while ((count = read(descriptor, bytes, sizeof bytes)) > 0)
        sha256_update(&context, (size_t)count, bytes);
    sha256_digest(&context, SHA256_DIGEST_SIZE, digest);
    return count < 0 ? errno : 0;
}

/* Writes the canonical form to a copy of DESCRIPTOR; 0 or an errno. */
static int write_canonical(const struct policy *policy, int descriptor)
{
    struct output output;
    const struct write_options options = {.accept_assumptions = true,
                                          .allow_demo_certificate = true,
                                          .fold_names = true,
                                          .idn = IDN_ASCII};
    int copy = dup(descriptor);
    if (copy < 0)
        return errno;
    output_open_descriptor(&output, policy->arena, copy, "fingerprint");
    write_destconfig(policy, &options, &output);
    return output_close(&output, NULL);
}

int policy_fingerprint(const struct policy *policy, char digits[FINGERPRINT_DIGITS])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    int descriptor = memfd_create("destc-fingerprint", MFD_CLOEXEC);
    if (descriptor < 0)
        return errno;
    int error = write_canonical(policy, descriptor);
    if (error == 0)
        error = digest_file(descriptor, digest);
    close(descriptor);
    if (error != 0)
        return error;
    base16_encode_update(digits, sizeof digest, digest);
    digits[FINGERPRINT_DIGITS - 1] = '\0';
    return 0;
}
