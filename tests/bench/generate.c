/* SPDX-License-Identifier: MIT */
/*
 * Prints a destination table: `generate COUNT [SEED]`. A default entry and COUNT destinations in
 * shuffled order with four settings each, a few hundred distinct sets of them.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void shuffle(uint32_t *numbers, uint32_t count, uint64_t *state)
{
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = (uint32_t)(next(state) % i);
        uint32_t kept = numbers[i - 1];
        numbers[i - 1] = numbers[j];
        numbers[j] = kept;
    }
}

static void print_default(void)
{
    puts("[DEFAULT]\n"
         "ip_sort_pref = PREFER_V6\n"
         "max_host_concurrency = 500\n"
         "max_messages_per_connection = 50\n"
         "recipient_minutes = 60\n"
         "recipient_limit = 0\n"
         "limit_type = host\n"
         "limit_apply = system\n"
         "bounce_validation = off\n"
         "table_tls = on\n"
         "send_tls_req_alert = on\n"
         "certificate = mx.example.org");
}

static void print_entry(uint32_t number, uint64_t *state)
{
    static const char *const words[] = {"off", "on", "required", "on_verify", "require_verify"};
    static const char *const scopes[] = {"host", "MXIP"};
    static const char *const domains[] = {"example.com", "example.net", "mail.example", "example"};
    printf("\n[host%07u.%s]\n", number, domains[number % 4]);
    printf("table_tls = %s\n", words[next(state) % 5]);
    printf("max_host_concurrency = %u\n", (unsigned)(next(state) % 20 + 1) * 10);
    printf("limit_type = %s\n", scopes[next(state) % 2]);
    puts("limit_apply = system");
}

int main(int argc, char **argv)
{
    uint32_t count = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000;
    uint64_t state = argc > 2 ? strtoull(argv[2], NULL, 10) | 1 : 88172645463325252u;
    uint32_t *numbers = malloc(((size_t)count + 1) * sizeof *numbers);
    if (numbers == NULL)
        return 1;
    for (uint32_t i = 0; i < count; i++)
        numbers[i] = i;
    shuffle(numbers, count, &state);
    print_default();
    for (uint32_t i = 0; i < count; i++)
        print_entry(numbers[i], &state);
    free(numbers);
    return 0;
}
