# SPDX-License-Identifier: MIT
# The appliance's own XML file, as saveconfig writes it or a terminal shows it.

load helper

APPLIANCE=$EXAMPLES/appliance.xml

# place_of TEXT [FILE]: LINE:COLUMN of TEXT in the file, as grep sees it.
place_of() {
    LC_ALL=C grep -nF -- "$1" "${2:-file.xml}" | head -n 1 | while IFS=: read -r line text; do
        before=${text%%"$1"*}
        echo "$line:$((${#before} + 1))"
    done
}

# changed FROM TO: the example with one text in place of another, as file.xml.
changed() {
    LC_ALL=C sed "s|$1|$2|" "$APPLIANCE" >file.xml
    fails cmp -s file.xml "$APPLIANCE"
}

# captured: standard input as a terminal shows it.
captured() {
    printf 'mx1.example.com> showconfig\r\n\r\nDo you want to mask the passwords? [Y]> \r\n\r\n'
    LC_ALL=C sed 's/$/\r/; 24~23s/^/-Press Any Key For More-\r                         \r/'
    printf '\r\nmx1.example.com> '
}

@test "the example is read, and says what was not" {
    destc compile --check "$APPLIANCE"
    expect_status 0
    grep -q 'appliance.xml:14:2: info\[I0610\]: destination controls were not read' <<<"$errors"
    grep -q "destconfig's EXPORT" <<<"$errors"
    grep -q -- '--xml-map' <<<"$errors"
    [ "$(grep -c '\[[EWI][0-9]*\]' <<<"$errors")" -eq 1 ]
}

@test "its listeners come out as tables" {
    destc compile --quiet --to hat --listener IncomingMail "$APPLIANCE" -o in.hat
    expect_status 0
    grep -qF '        smtp_banner_text = "Mail from <$RemoteIP> is refused; see \"Postmaster & co\""' \
        in.hat
    grep -qF '        $ACCEPTED (Partners & "friends")' in.hat
    "$DESTC" compile --to hat in.hat | cmp - in.hat
    destc compile --quiet --to rat --listener IncomingMail --accept-assumptions "$APPLIANCE"
    expect_status 0
    [ "$(head -n 1 <<<"$output")" = "example.com ACCEPT" ]
    grep -qF '    smtp_response_text = "No mailbox \"here\""' <<<"$output"
    destc compile --quiet --to hat --listener OutgoingMail "$APPLIANCE"
    [ "$(head -n 1 <<<"$output")" = '$RELAYED' ]
}

@test "a message about a table in it points at the file's own line" {
    changed '192.0.2.0/24' '192.0.2.0/42'
    destc compile --check file.xml
    expect_status 2
    [[ $errors == *"file.xml:$(place_of '42'): error[E2104]"* ]]
    grep -qF '|     192.0.2.0/42' <<<"$errors"
    # Behind escapes on its line, which is shown as it stands.
    changed 'tls = &quot;off&quot;' 'smtp_banner_text = \&quot;\&lt;\&gt;\&quot; zz9'
    destc compile --check file.xml
    [[ $errors == *"file.xml:$(place_of 'zz9'): "* ]]
    grep -qF 'smtp_banner_text = &quot;&lt;&gt;&quot; zz9' <<<"$errors"
}

@test "the format can be given, and standard input is read" {
    destc compile --check --from saveconfig - <"$APPLIANCE"
    expect_status 0
    grep -q '^standard input:14:2: info' <<<"$errors"
    cat "$APPLIANCE" |
        "$DESTC" compile --quiet --accept-assumptions --to rat --listener IncomingMail - >pipe.rat
    "$DESTC" compile --quiet --accept-assumptions --to rat --listener IncomingMail "$APPLIANCE" |
        cmp - pipe.rat
    destc compile --check --from saveconfig "$EXAMPLES/inbound.hat"
    expect_status 2
}

@test "it is read and never written" {
    destc compile --to saveconfig "$APPLIANCE"
    expect_status 2
    [ -z "$output" ]
}

@test "ISO-8859-1 is honoured" {
    changed 'Suspicious senders' 'Verd\xE4chtige' # an a with two dots
    destc compile --quiet --to hat --listener IncomingMail file.xml
    expect_status 0
    grep -qF 'Verdächtige' <<<"$output"
    changed 'sbrs\[-3.0:-1.0\]' 'sbrs[-3.0:-1.0] (\xE4\xF6\xFC)\n    sbrs[\&#228;]'
    destc compile --check file.xml
    [[ $errors == *"file.xml:$(place_of 'sbrs[&#'): error"* ]]
}

@test "an encoding that is not the one declared" {
    LC_ALL=C sed '1s/ISO-8859-1/UTF-8/; s|<port>25<|<port>x<|' "$APPLIANCE" >file.xml
    destc compile --check file.xml
    expect_status 2
    [[ $errors == *"file.xml:$(grep -an login_banner file.xml | cut -d: -f1):30: error[E0609]: not UTF-8"* ]]
    grep -q 'byte 0xFC' <<<"$errors"
    grep -q 'encoding="ISO-8859-1"?>, as the appliance writes it' <<<"$errors"
    [ "$(grep -c 'E0201' <<<"$errors")" -eq 2 ]
    LC_ALL=C sed '1s/ISO-8859-1/UTF-16/' "$APPLIANCE" >file.xml
    destc compile --check file.xml
    expect_status 2
    grep -q '^file.xml:1:31: error\[E0609\]' <<<"$errors"
}

@test "a listener's protocol is kept" {
    destc detail --quiet "$APPLIANCE"
    expect_status 0
    [ "$(grep -c '^Protocol: SMTP$' <<<"$output")" -eq 2 ]
}

@test "a capture of a terminal is cleaned, with a warning and true places" {
    captured <"$APPLIANCE" >file.xml
    destc compile --check file.xml
    expect_status 0
    [ "$(grep -c 'W0114' <<<"$errors")" -eq 1 ]
    grep -q '^file.xml:1:1: warning\[W0114\]' <<<"$errors"
    for format in hat rat; do
        "$DESTC" compile --quiet --accept-assumptions --to $format --listener IncomingMail "$APPLIANCE" >clean
        "$DESTC" compile --quiet --accept-assumptions --to $format --listener IncomingMail file.xml 2>/dev/null |
            cmp - clean
    done
    changed '198.51.100.0/24' '198.51.100.0/42'
    captured <file.xml >captured.xml
    destc compile --check captured.xml
    expect_status 2
    [[ $errors == *"captured.xml:$(place_of '42' captured.xml): error[E2104]"* ]]
}

@test "a pager's line in the middle of a table moves nothing" {
    changed '    sbrs\[-3.0:-1.0\]' \
        '-Press Any Key For More-\r                         \r    sbrs[-3.0:-11.0]'
    destc compile --check file.xml
    expect_status 2
    [[ $errors == *"file.xml:$(place_of 'sbrs[-3.0:-11'): error[E2109]"* ||
        $errors == *"file.xml:$(place_of '-11.0]'): error[E2109]"* ]]
    [[ $errors == *"warning[W0114]"* ]]
}

@test "a file that is cut off: an error at its end, and the rest is judged" {
    changed '192.0.2.0/24' '192.0.2.0/42'
    LC_ALL=C sed '/OutgoingMail/q' file.xml >cut.xml
    lines=$(wc -l <cut.xml)
    destc compile --check cut.xml
    expect_status 2
    [[ $errors == *"cut.xml:$((lines + 1)):1: error[E0601]: the file ends before"* ]]
    [[ $errors == *"error[E2104]"* ]]
}

@test "a file that is cut off within a <hat>: its whole entries are judged" {
    { printf '<config>\n<listeners>\n<listener>\n<listener_name>In</listener_name>\n<hat>\n$A\n'
      printf '    ACCEPT {\n        tls = "on"\n    }\nONE:\n    192.0.2.300\n        $A\n'
      printf 'TWO:\n    192.0.2.400\n    203.0'; } >cut.xml
    destc compile --check cut.xml
    expect_status 2
    has_error 'cut.xml:11:13: error[E2102]: an octet over 255: "192.0.2.300"'
    has_error 'cut.xml:15:10: error[E0601]: the file ends before all of its elements do: it was cut off'
    has_error 'destc: 2 errors'
}

@test "entities are neither declared nor fetched" {
    { printf '<!DOCTYPE config [\n<!ENTITY a "aaaaaaaaaa">\n'
      for i in 1 2 3 4 5 6 7 8 9; do
          printf '<!ENTITY a%s "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">\n' $i
      done
      printf ']>\n<config><hostname>&a9;</hostname></config>\n'; } >bomb.xml
    destc compile --check bomb.xml
    expect_status 2
    grep -q '^bomb.xml:1:18: error\[E0602\]' <<<"$errors"
    echo 'secret' >secret
    printf '<!DOCTYPE config [<!ENTITY s SYSTEM "secret">]>\n<config><hostname>&s;</hostname></config>\n' \
        >external.xml
    destc compile --check external.xml
    expect_status 2
    grep -q '^external.xml:1:18: error\[E0602\]' <<<"$errors"
    fails grep '^secret' <<<"$errors"
    printf '<!ENTITY s "fetched">\n' >config.dtd
    printf '<!DOCTYPE config SYSTEM "config.dtd">\n<config><hostname>&s;</hostname></config>\n' \
        >undeclared.xml
    destc compile --check undeclared.xml
    expect_status 2
    grep -q '^undeclared.xml:2:19: error\[E0601\]' <<<"$errors"
}

@test "an oversized text is an error at its place" {
    { printf '<config>\n <dictionary>'; head -c 17000000 /dev/zero | tr '\0' x
      printf '</dictionary>\n</config>\n'; } >large.xml
    destc compile --check large.xml
    expect_status 2
    grep -q '^large.xml:2:14: error\[E0608\]: a text over 16777216 bytes' <<<"$errors"
    # A table over its own limit is left out, and what stands behind it is judged.
    { LC_ALL=C sed '/^ALLOWED_LIST/,$d' "$APPLIANCE"; yes '# x' | head -c 70000000
      LC_ALL=C sed '1,/^ALLOWED_LIST/d; s|<access>REJECT|<access>REJEKT|' "$APPLIANCE"; } >large.xml
    destc compile --check large.xml
    expect_status 2
    grep -q '^large.xml:75:12: error\[E0608\]: a text over 67108864 bytes, left out' <<<"$errors"
    [[ $errors == *"large.xml:$(place_of REJEKT large.xml): error[E2202]"* ]]
}

@test "a large file takes little memory" {
    command -v prlimit >/dev/null || skip "no prlimit"
    if grep -q __asan_init "$DESTC"; then skip "a sanitizer needs more"; fi
    # 60 MB that nobody wants, in 40 MB of address space for data.
    { LC_ALL=C sed '/<login_banner>/,$d' "$APPLIANCE"
      yes '  <entry><name>f&#252;r</name><body>abc &lt; def</body></entry>' | head -c 60000000 |
          sed '$d'
      printf '<wrong></config>\n'; } >large.xml
    status=0
    prlimit --data=40000000 "$DESTC" compile --check large.xml 2>errors || status=$?
    [ "$status" -eq 2 ]
    grep -q "^large.xml:$(wc -l <large.xml):.*error\[E0601\]" errors
}

@test "a banner of several lines and two listeners of one name" {
    sed 's|<hat_default_smtp_banner_text></hat_default|<hat_default_smtp_banner_text>One\nTwo</hat_default|' \
        "$APPLIANCE" >banner.xml
    destc compile --check banner.xml
    expect_status 0
    has_error 'warning[W0625]: smtp_banner_text has several lines, and is left out'
    sed 's/OutgoingMail/IncomingMail/' "$APPLIANCE" >same.xml
    destc compile --check same.xml
    expect_status 2
    has_error 'two listeners of the file have this name: rename one of them'
}
