" SPDX-License-Identifier: MIT
" `:compiler destc`, then `:make FILE`: what destc lint finds, in the quickfix list.
if exists('current_compiler')
  finish
endif
let current_compiler = 'destc'

CompilerSet makeprg=destc\ lint
" A place, the severity, the code's number (destc rules NUMBER explains it). The lines of the input
" that destc shows are left out.
CompilerSet errorformat=%f:%l:%c:\ %t%*[a-z][%*[EWI]%n]:\ %m,%f:%l:%c:\ %tote:\ %m,%-G%.%#
