/* SPDX-License-Identifier: MIT */
/* schemas/policy.xsd as read-only data of the program. */
    .section .rodata
    .global policy_xsd
    .global policy_xsd_size
policy_xsd:
    .incbin "schemas/policy.xsd"
1:
    .byte 0
    .balign 4
policy_xsd_size:
    .long 1b - policy_xsd
    .section .note.GNU-stack, "", @progbits
