# SPDX-License-Identifier: MIT
# Mistakes that people make, and what they are told.

load helper

@test "a word of another vocabulary is an error that names the export's word" {
    printf '[a.example]\ntable_tls = Required - Verify\nbounce_validation = yes\n' >table
    destc compile --check table
    expect_status 2
    has_error 'error[E0209]: unknown value "Required - Verify" of table_tls'
    has_error "did you mean require_verify?"
    has_error "did you mean on?"
}

@test "a word that stays unknown comes with those that are known" {
    printf '[a.example]\ntable_tls = quantum\n' >table
    destc compile --check table
    expect_status 0
    has_error "its strength is not known"
    has_error "one of off, on, required, on_verify, require_verify, require_verify_hosted"
    printf '[a.example]\nlimit_type = mailbox\nmax_host_concurrency = 5\nlimit_apply = VG\n' >table
    destc compile --check table
    has_error W0210
    has_no_error strength
    has_error "one of host, MXIP"
}

@test "an unknown word stands in quotes, but in the appliance's listing" {
    { default_entry; printf '[a.example]\ntable_tls = quantum\ndane_option = later\n'; } >table
    destc list -q table
    has 'a.example  Default   quantum  '
    destc list -q --wide table
    has '"quantum"'
    has '"later"'
    destc detail -q table a.example
    has 'TLS: "quantum"'
    has 'DANE: "later"'
    destc explain -q table a.example
    has '"quantum" (not known to destc)'
    destc explain -q --brief table a.example
    has $'\t"quantum", DANE "later"\t'
    destc explain -q --format json table a.example
    has '"words": "quantum"'
}

@test "a comment behind a value" {
    printf '[a.example]\ntable_tls = required # why\nmax_messages_per_connection = 5 ; x\n' >table
    destc compile --check table
    expect_status 2
    has_error E0209
    has_error E0201
    has_no_error W0111
    [ "$(grep -c 'help: put the comment on a line of its own' .err)" -eq 2 ]
}

@test "a parameter by its name in another vocabulary" {
    printf '[a.example]\nuse_tls = on\nbounce-profile = x\nfuture = 1\n' >table
    destc compile --check table
    expect_status 2
    has_error "did you mean table_tls?"
    has_error "did you mean bounce_profile?"
    has_error "remove it if it is no newer release's"
    printf 'domain,TLS\na.example,required\n' >table
    destc compile --check table
    has_error "did you mean table_tls?"
}

@test "a section called nearly DEFAULT" {
    printf '[DEFUALT]\ncertificate = a\ntable_tls = required\n' >table
    destc compile --check table
    expect_status 2
    has_error "error[E0415]"
    has_no_error E0307
    printf '[DEFUALT]\ntable_tls = required\n' >table
    destc compile --lenient --to destconfig table
    expect_status 0
    has "[defualt]"
    has_error "taken for a destination"
}

@test "--lenient does not put the factory default in the place of a misspelt value" {
    { default_entry | sed '/table_tls/d'; } >table
    destc list --lenient table
    expect_status 0
    has_error "taken from the factory default: table_tls = off"
    { default_entry | sed 's/table_tls/tabel_tls/; s/tls = off/tls = required/'; } >table
    destc list --lenient table
    expect_status 2
    has_error "error[E0317]: the default entry has table_tls under a misspelt name only"
    printf 'domain,%s\n' 'ip_sort_pref,max_host_concurrency,max_messages_per_connection' >header
    destc compile --to csv -q -o table.csv <(default_entry)
    sed 's/table_tls/tabel_tls/' table.csv >misspelt.csv
    destc list --lenient misspelt.csv
    expect_status 2
    has_error "error[E0317]"
}

@test "each lenient warning says what was done" {
    { default_entry | sed '/^$/d; /send_tls/d'
      printf '\n[a.example]\ntable_tls = on\ntable_tls = requred\ntabel_tls = on\n'
      printf 'bounce_validaton = on\n[A.example]\n'; } >table
    destc list --lenient table
    expect_status 0
    has_error 'kept as it stands'
    has_error 'the later one is taken'
    has_error 'taken from the factory default: send_tls_req_alert = off'
}

@test "a missing certificate is told once, and not at all where it is meant" {
    { default_entry | sed '/certificate/d'; echo '[a.example]'; } >table
    destc list table
    has_error "warning[W0305]"
    destc compile --check table
    has_error "warning[W0305]"
    destc compile --to destconfig table
    expect_status 2
    has_error "error[E0708]"
    has_no_error W0305
    destc compile --to destconfig --default-entry omit table
    expect_status 0
    [ -z "$errors" ]
    destc compile --to destconfig --allow-demo-certificate table
    expect_status 0
    [ -z "$errors" ]
}

@test "comments are not lost by a check" {
    { echo '# a comment'; default_entry; } >table
    destc compile --check --to destconfig table
    expect_status 0
    [ -z "$errors" ]
    destc compile --to destconfig table
    has_error W0711
}

@test "a dash among the destinations" {
    default_entry >table
    destc explain table -
    expect_status 2
    has_error "--from - takes names from standard input"
    destc explain --help
    has "- takes names from standard input"
}

@test "a second table among the destinations" {
    default_entry >table
    default_entry >other.txt
    destc explain --brief table other.txt
    expect_status 0
    has_error "other.txt: warning[W0713]: this is taken for a destination"
    mkdir folder.example
    destc explain --brief table folder.example
    [ -z "$errors" ]
}

@test "bytes of WINDOWS-1252" {
    printf '[a.example]\nbounce_profile = \223x\224\n' >table
    destc compile --check table
    has_error "iconv -f WINDOWS-1252 -t UTF-8"
    printf '[a.example]\nbounce_profile = caf\351\n' >table
    destc compile --check table
    has_error "iconv -f ISO-8859-1 -t UTF-8"
}

@test "a table under a heading" {
    printf 'Exported by joe\n\n[a.example]\ntable_tls = on\n' >table
    destc list table
    expect_status 2
    has_error E0113
    has_error "--from destconfig"
    printf 'hello\n' >table
    destc list table
    has_error "say which format it is with --from"
}

@test "a JSON array" {
    for text in '[{"domain": "a.example"}]' $'[\n  {"domain": "a.example"}\n]'; do
        echo "$text" >table
        destc list table
        expect_status 2
        has_error "error[E0802]: an object expected, not an array"
        has_error '{"destinations": [...]}'
    done
    printf '["a.example"]\n' >table
    destc list table
    has_error "write a.example, without quotes"
}

@test "a spreadsheet's first line" {
    for line in 'sep=;' 'SEP=;' '"sep=;"'; do
        printf '%s\r\ndomain;table_tls\r\na.example;required\r\nb.example;x,y\r\n' "$line" >table
        destc compile --to destconfig table
        expect_status 0
        has "[a.example]"
        has "table_tls = x,y"
        has_error "table:4:11: warning[W0210]"
    done
    printf 'sep=\t\ndomain\ttable_tls\na.example\trequired\n' >table
    destc compile --to destconfig table
    expect_status 0
    has "table_tls = required"
    destc explain --brief table a.example
    has "table:3:11"
    printf 'sep=;\n[a.example]\n' >table
    destc compile --check table
    has_error E0301
}

@test "names as they are pasted" {
    while IFS='|' read -r name help; do
        printf '[%s]\n' "$name" >table
        destc compile --check table
        expect_status 2
        has_error "help: $help"
    done <<'END'
example.com:25|write example.com: a domain has no port
[IPv6:2001:db8::1]|remove IPv6:, and write [2001:db8::1]
[example.com]|write example.com: only an address has brackets
"example.com"|write example.com, without quotes
Joe <joe@example.com>|write example.com
192.0.2.0/24|write an entry for each address
192.0.2.1-10|write an entry for each address
END
    default_entry >table
    destc explain --brief table 'Joe <joe@example.com>'
    expect_status 2
    has_error "error[E0403]"
    has_error "help: write example.com"
}

@test "blanks that are not ASCII are seen" {
    printf '[a\302\240b.example]\n' >table
    destc compile --check table
    expect_status 2
    has_error 'a destination name cannot have U+00A0: "a\u{A0}b.example"'
    printf '[a.example]\ntable_tls = on\302\240\n' >table
    destc compile --check table
    has_error '"on\u{A0}"'
}

@test "(Default) is the default entry" {
    default_entry >table
    destc detail table '(Default)'
    expect_status 0
    has "TLS Alert: Off"
    destc explain --brief table '(default)'
    expect_status 0
    has $'(default)\tDEFAULT\tOff\t'
}

@test "a name that is nearly in the table" {
    { default_entry; printf '[bank.example]\n[bonk.example]\n'; } >table
    destc detail table bnk.example
    expect_status 2
    has_error "did you mean bank.example or bonk.example?"
    destc detail table www.bank.example
    has_error "destc explain table www.bank.example says which entry holds for it"
}

@test "conditions in any case" {
    { default_entry; printf '[a.example]\ntable_tls = required\n'; } >table
    for condition in 'TLS >= Required' 'table_tls = REQUIRED' 'NOT Tls = OFF' 'Encryption Enforced' \
        'tls = off AND Recipients = 5 PER 1 Minute Or tls=Required'; do
        destc list -q --where "$condition" table
        expect_status 0
        has a.example
        has_not "(Default)  "
    done
}

@test "why a condition could not be decided" {
    printf '[a.example]\ntable_tls = quantum\n' >table
    destc list --where 'tls = off' table
    has_error "a word that destc does not know"
    has_no_error "give a default entry"
    printf '[a.example]\n' >table
    destc list --where 'tls = off' table
    has_error "give a default entry"
    has_no_error "does not know"
}

@test "output that has no name, and output that failed" {
    default_entry >table
    destc list -o '' table
    expect_status 2
    has_error "-o needs the name of a file"
    destc list -o - table
    expect_status 0
    has "(Default)"
    destc list -o no/such/folder table
    expect_status 2
    has_no_error "as it was"
    mkdir closed
    echo old >closed/file
    chmod a-w closed
    [ -w closed ] || { destc list -o closed/file table; has_error "the file is as it was"; }
    chmod u+w closed
}

@test "help for a verb, numbers of codes, ids of assumptions" {
    destc help
    expect_status 0
    has "Verbs:"
    destc help list
    expect_status 0
    has "--tls-words"
    destc help lst
    expect_status 2
    has_error "did you mean list?"
    destc rules 0408
    has E0408
    destc rules 408
    has E0408
    for id in A17 a17 17; do
        destc assumptions "$id"
        expect_status 0
        [[ $output == A17* ]]
        has_not A18
    done
    destc assumptions 1 A02
    has A01
    has A02
}

@test "a verb or option that is nearly one: the nearest, or all that are as near" {
    destc lists x
    has_error "did you mean list?"
    destc list --wdie x
    has_error "did you mean --wide?"
}

@test "a page of explain names its file once" {
    { default_entry; printf '[a.example]\ntable_tls = required\n'; } >table
    destc explain table a.example
    expect_status 0
    [ "$(grep -c 'LINE:COLUMN in table' .out)" -eq 1 ]
    fails grep -E 'table:[0-9]' .out
    grep -qE '^    TLS  +Required  +15:13$' .out
    cp table other
    sed -i '/^\[DEFAULT\]/,/^$/d' other
    destc explain --default table other a.example
    has "other:2:13"
    has "--default, table:3:24"
    has_not "LINE:COLUMN"
}

@test "what is asked comes first in a brief line" {
    { default_entry; printf '[a.example]\ntable_tls = on_verify\ndane_option = mandatory\n'; } >table
    destc explain --brief table joe@A.example
    expect_status 0
    [ "$output" = $'joe@A.example\ta.example\tPreferred (Verify), DANE Mandatory\ttable:15:13\tA12' ]
}
