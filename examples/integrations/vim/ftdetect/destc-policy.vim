" SPDX-License-Identifier: MIT
" Policy sources of destc.
autocmd BufNewFile,BufRead *.policy setfiletype destc-policy
