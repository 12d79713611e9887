" SPDX-License-Identifier: MIT
" Vim syntax file for the policy language of destc. Put this folder's syntax/ and ftdetect/ below
" ~/.vim, or name the folder in 'runtimepath'.
"
" Words count only where they begin a statement or stand in it; a destination called
" default.example is a name like any other.

if exists('b:current_syntax')
    finish
endif

let s:keepcpo = &cpoptions
set cpoptions&vim

syntax case match
syntax sync minlines=200

" Every character of a word, so that "default.example" is one.
syntax iskeyword 36-43,45-58,63,65-122,124,126-255

syntax keyword policyTodo TODO FIXME XXX contained
syntax match policyComment /#.*$/ contains=policyTodo,@Spell
syntax match policyEscape /\\["\\]/ contained
syntax region policyString start=/"/ skip=/\\./ end=/"/ end=/$/ oneline contains=policyEscape,@Spell

syntax keyword policyStatement policy include declare define settings destination appliance
syntax keyword policyStatement assert default expect mail-flow-settings listener
syntax keyword policyStatement mail-flow-policy sender-group host
syntax keyword policyLink uses extends for add remove file before to is only from
syntax keyword policyLink named scored matching
syntax keyword policySetting asyncos ip connections messages recipients limits tls dane
syntax keyword policySetting bounce-verification bounce-profile certificate tls-alert
syntax keyword policySetting note until parameter per minute minutes
syntax keyword policySetting interface port default-domain max-connections queue-size
syntax keyword policySetting max-message-size max-concurrency max-messages-per-session
syntax keyword policySetting max-recipients-per-message max-recipients-per-hour
syntax keyword policySetting max-recipients-per-hour-code max-recipients-per-hour-text
syntax keyword policySetting smtp-banner-code smtp-banner-text use-override-hostname
syntax keyword policySetting override-hostname use-sb significant-bits dhap-limit spam-check
syntax keyword policySetting virus-check smtp-auth smtp-auth-require-tls
syntax keyword policySetting accept-untagged-bounces dkim-signing dkim-verification spf
syntax keyword policySetting dmarc-verification bypass-receiving-control bypass-ldap-accept
syntax keyword policySetting smtp-response-code smtp-response-text

syntax keyword policyValue on off unlimited all
syntax keyword policyValue public private blackhole
syntax keyword policyValue accept relay reject tcprefuse continue
syntax keyword policyValue sbrs none nx.domain serv.fail not.double.verified
syntax keyword policyValue preferred preferred-verify required required-verify
syntax keyword policyValue required-verify-hosted opportunistic mandatory
syntax keyword policyValue prefer-ipv6 require-ipv6 prefer-ipv4 require-ipv4
syntax keyword policyValue domain mx-address system-wide per-gateway
syntax keyword policyValue encryption verification enforced

syntax match policyValue /\k\@1<!\%(geo\|dnslist\|sbrs\)\[[^] \t{};,"#=<>!@]*\]/
syntax match policyValue /\k\@1<!SBO:\d\+\k\@!/
syntax match policyNumber /\k\@1<!-\=\d\+\%(\.\d\+\)*[kM]\=\k\@!/
syntax match policyDate /\k\@1<!\d\{4}-\d\d-\d\d\k\@!/
syntax match policySet /@[^ \t{};,"#=<>!@]\+/
syntax match policyOperator /[<>!]=\|[=<>]/
syntax match policyMark /[{};,]/

highlight default link policyTodo Todo
highlight default link policyComment Comment
highlight default link policyString String
highlight default link policyEscape SpecialChar
highlight default link policyStatement Statement
highlight default link policyLink Keyword
highlight default link policySetting Type
highlight default link policyValue Constant
highlight default link policyNumber Number
highlight default link policyDate Number
highlight default link policySet Identifier
highlight default link policyOperator Operator
highlight default link policyMark Delimiter

let b:current_syntax = 'destc-policy'

let &cpoptions = s:keepcpo
unlet s:keepcpo
