/* SPDX-License-Identifier: MIT */
/* The style and the script of the page that shows differences as read-only data of the program. */
    .section .rodata
    .global difference_style
    .global difference_style_size
    .global difference_script
    .global difference_script_size
difference_style:
    .incbin "src/write/difference_page.css"
1:
    .byte 0
    .balign 4
difference_style_size:
    .long 1b - difference_style
difference_script:
    .incbin "src/write/difference_page.js"
2:
    .byte 0
    .balign 4
difference_script_size:
    .long 2b - difference_script
    .section .note.GNU-stack, "", @progbits
