/* SPDX-License-Identifier: MIT */
/* schemas/policy.xsd as read-only data of the program. */
    .section .rodata
    .global policy_xsd
    .global policy_xsd_end
policy_xsd:
    .incbin "schemas/policy.xsd"
policy_xsd_end:
    .byte 0
    .section .note.GNU-stack, "", @progbits
