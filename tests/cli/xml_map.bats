# SPDX-License-Identifier: MIT
# What is given beside the appliance's own XML file: --xml-map, which names its elements, and --dtd.
# All names of elements for destination controls here are invented.

load helper

FILE=$EXAMPLES/invented-names.xml
MAP=$EXAMPLES/invented-names.map
DTD=$EXAMPLES/invented-names.dtd

# changed FROM TO: the example with one text in place of another, as file.xml.
changed() {
    LC_ALL=C sed "s|$1|$2|" "$FILE" >file.xml
    fails cmp -s file.xml "$FILE"
}

# place_of TEXT [FILE]: LINE:COLUMN of TEXT in the file.
place_of() {
    LC_ALL=C grep -nF -- "$1" "${2:-file.xml}" | head -n 1 | while IFS=: read -r line text; do
        before=${text%%"$1"*}
        echo "$line:$((${#before} + 1))"
    done
}

# checked [OPTION...]: file.xml, by the example's xml-map.
checked() { destc compile --check --xml-map "$MAP" "$@" file.xml; }

# cluster: a cluster's file with two machines.
cluster() {
    cat <<'END'
<cluster_config>
  <group><config><hostname>g.example.com</hostname><listeners></listeners></config></group>
  <cluster><config><hostname>c.example.com</hostname></config></cluster>
  <machine><config><listeners><listener><listener_name>A</listener_name></listener></listeners></config></machine>
  <machine><config><listeners><listener><listener_name>B</listener_name></listener></listeners></config></machine>
  <other><listeners><listener><listener_name>C</listener_name></listener></listeners></other>
</cluster_config>
END
}

@test "the example gives the table that an export would" {
    destc compile --to destconfig --xml-map "$MAP" --dtd "$DTD" "$FILE"
    expect_status 0
    [ -z "$errors" ]
    printf '%s\n' "$output" >table.txt
    cat >expected.txt <<'END'
[DEFAULT]
ip_sort_pref = PREFER_V6
max_host_concurrency = 500
max_messages_per_connection = 50
recipient_minutes = 60
recipient_limit = 0
limit_type = host
limit_apply = system
bounce_validation = off
table_tls = on
send_tls_req_alert = on
certificate = mx1 2024

[.slow.example]
max_host_concurrency = 5
limit_type = MXIP
limit_apply = system

[bank.example]
table_tls = require_verify
bounce_profile = Bulk
END
    diff expected.txt table.txt
}

@test "places are the file's own, in messages and in what is explained" {
    destc explain --brief --xml-map "$MAP" "$FILE" bank.example x.slow.example
    expect_status 0
    has "bank.example	Required (Verify)	$FILE:$(place_of '4</invented_tls>' "$FILE")"
    has ".slow.example	Preferred	$FILE:$(place_of '1</invented_tls>' "$FILE")"
    changed '60</invented_minutes>' '600</invented_minutes>'
    checked
    expect_status 2
    has_error "file.xml:$(place_of '600<'): error[E0204]: recipient_minutes must be"
    changed 'bank.example' 'b\&#97;nk..example'
    checked
    expect_status 2
    has_error "file.xml:$(place_of '.example</invented_domain>'): error[E0407]"
    changed '.slow.example' 'bank.example'
    checked
    has_error "file.xml:42:24: error[E0309]: the destination bank.example is given twice"
    has_error "file.xml:36:24: note: first given here"
}

@test "what it does not know is kept, refused or left out, and never guessed" {
    changed '<invented_id>18<' '<invented_new><b>x y</b></invented_new><invented_id>18<'
    destc compile --to destconfig --xml-map "$MAP" file.xml
    expect_status 0
    has "invented_new/b = x y"
    has_error "file.xml:$(place_of 'b>x y'): warning[W0213]"
    changed '<invented_id>18<' '<limit_type>0</limit_type><invented_id>18<'
    checked
    expect_status 2
    has_error "file.xml:$(place_of 'limit_type>0'): error[E0621]"
    changed '<invented_id>18<' '<tabel_tls>on</tabel_tls><invented_id>18<'
    checked
    expect_status 2
    has_error "file.xml:$(place_of 'tabel_tls>on'): error[E0212]"
    changed '<invented_id>18<' '<invented_for>0</invented_for><invented_id><x/>18<'
    checked
    has_error "warning[W0213]: unknown parameter \"invented_for\""
    changed '<invented_profile>Bulk' '<invented_tls>1</invented_tls><invented_profile>Bulk'
    checked
    has_error "file.xml:39:8: error[E0302]: table_tls is given twice"
    changed '<invented_id>17' '<invented_domain>c.example</invented_domain><invented_id>17'
    checked
    has_error "error[E0302]: invented_domain is given twice"
}

@test "an entry that is cut off is left out, and those before it are judged" {
    changed '>4<' '>5000000000<'
    sed '/>18</q' file.xml >cut.xml
    destc compile --check --xml-map "$MAP" cut.xml
    expect_status 2
    has_error 'error[E0601]: the file ends before'
    has_error 'cut.xml:38:21: warning[W0210]'
    has_no_error 'slow.example'
}

@test "captures and ISO-8859-1 keep their places" {
    changed 'bank.example' 'b\xFCcher.example'
    LC_ALL=C sed -i 's/$/\r/; 20~7s/^/-Press Any Key For More-\r                         \r/' file.xml
    sed -i 's|>4<|>4444<|' file.xml
    destc compile --to destconfig --xml-map "$MAP" file.xml
    expect_status 0
    has '[bücher.example]'
    has_error "warning[W0114]"
    has_error "file.xml:$(place_of '4444<'): warning[W0210]"
}

@test "the default entry may have an element of its own" {
    cat >names.map <<'END'
entry = c/d
default-entry = c/standard
domain = n
[parameters]
table_tls = t
END
    echo '<config><c><standard><t>9</t></standard><d><n>a.example</n><t>on</t></d></c></config>' >file.xml
    destc list --xml-map names.map --lenient file.xml
    expect_status 0
    has 'a.example  Default   On'
    has '(Default)'
    has_error 'file.xml:1:25: warning[W0210]'
    sed -i 's|<standard>.*</standard>||' file.xml
    destc list --xml-map names.map file.xml
    expect_status 2
    has_error 'names.map:2:17: error[E0619]: there is no element c/standard in file.xml'
    sed -i 's/^default.*/default = ALL/' names.map
    destc list --xml-map names.map --lenient file.xml
    expect_status 0
    has_error 'names.map:2:11: warning[E0619]: no entry is called ALL in file.xml'
}

@test "all mistakes of an xml-map are told, with what was meant" {
    printf '%s\n' 'entr = a/b' 'config = /a' 'domain =' 'nonsense' '[parametres]' 'x = y' \
        '[parameters]' 'tabel_tls = t' 'limit_type = u' 'LIMIT_TYPE = v' 'limit_apply = u' \
        'nothing_like = w' '[values table_tls]' '0 = of' '0 = on' '[values what]' '1 = 2' >bad.map
    destc compile --check --xml-map bad.map "$FILE"
    expect_status 2
    for expected in '1:1: error[E0616]: unknown key "entr"' '2:10: error[E0615]: "/a" is no' \
        '3:1: error[E0615]: a name without a value' '4:1: error[E0615]: neither a section' \
        '5:2: error[E0616]: unknown section "parametres"' \
        '8:1: error[E0616]: unknown parameter "tabel_tls"' \
        '10:1: error[E0617]: LIMIT_TYPE is named twice' '11:15: error[E0617]: u is named twice' \
        '12:1: error[E0616]: unknown parameter "nothing_like"' '14:5: error[E0209]' \
        '15:1: error[E0617]: 0 is named twice' '16:9: error[E0616]: unknown parameter "what"'; do
        has_error "bad.map:$expected"
    done
    for meant in entry parameters table_tls; do
        has_error "did you mean $meant?"
    done
    has_no_error I0610
    printf 'domain = a\n' >bad.map
    destc compile --check --xml-map bad.map "$FILE"
    has_error 'error[E0618]: the xml-map does not name the entry'
    has_error "error[E0618]: the xml-map names no parameter's element"
    : >bad.map
    destc compile --check --xml-map bad.map "$FILE"
    has_error 'bad.map:1:1: error[E0618]: the xml-map names nothing'
    destc compile --check --xml-map none.map "$FILE"
    expect_status 2
    has_error 'none.map: error[E0701]'
}

@test "both options are for an appliance's file" {
    destc list --xml-map "$MAP" "$EXAMPLES/outbound.txt"
    expect_status 2
    [ -z "$output" ]
    has_error 'error[E0714]: --xml-map is for an appliance'
    destc lint --dtd "$DTD" "$EXAMPLES/outbound.txt"
    expect_status 2
    has 'error[E0714]: --dtd is for an appliance' # what lint finds is its output
    destc list --from csv --dtd "$DTD" "$EXAMPLES/partners.csv"
    expect_status 2
    has_error 'destc: --dtd goes with --from saveconfig, not csv'
    destc compile --check --from saveconfig --xml-map "$MAP" - <"$FILE"
    expect_status 0
    destc compile --check --xml-map - "$FILE" <"$MAP"
    expect_status 0
    destc compile --check --xml-map - - <"$FILE"
    expect_status 2
}

@test "a cluster's file: what is not of its level is told of, and another can be chosen" {
    cluster >file.xml
    destc list file.xml
    expect_status 0
    has_error 'file.xml:2:11: warning[W0612]: cluster_config/group/config was not read'
    has_error 'file.xml:4:13: warning[W0612]: cluster_config/machine/config was not read'
    has_error 'file.xml:5:13: warning[W0612]'
    has_error 'file.xml:6:11: warning[W0612]: cluster_config/other was not read'
    [ "$(grep -c W0612 <<<"$errors")" -eq 4 ]
    echo 'config = cluster_config/machine[2]/config' >level.map
    destc detail --xml-map level.map file.xml
    expect_status 0
    has 'Listener B'
    has_not 'Listener A'
    has_error 'file.xml:3:13: info[I0624]: cluster_config/cluster/config was not read'
    echo 'config = cluster_config/other' >level.map
    destc detail --xml-map level.map file.xml
    has 'Listener C'
    echo 'config = cluster_config/machine/config' >level.map
    destc detail --xml-map level.map file.xml
    expect_status 2
    has_error 'file.xml:5:13: error[E0614]'
    echo 'config = cluster_config/machine[3]/config' >level.map
    destc detail --xml-map level.map file.xml
    expect_status 2
    has_error 'level.map:1:10: error[E0613]'
    echo '<cluster_config><cluster/></cluster_config>' >file.xml
    destc list file.xml
    expect_status 2
    has_error 'file.xml:1:2: error[E0613]'
}

@test "a file is held against a DTD, fault by fault" {
    destc compile --check --quiet --dtd "$DTD" "$FILE"
    expect_status 0
    changed '<invented_id>17</invented_id>' '<invented_what/><invented_tls>text<b/></invented_tls>'
    sed -i 's|<hostname>mx1.example.com|<hostname kind="x">mx1|; s|<invented_per>1</invented_per>||' \
        file.xml
    destc compile --check --dtd "$DTD" file.xml
    expect_status 2
    for expected in '17:4: error[E0623]: the DTD declares no attribute kind of <hostname>' \
        "37:8: error[E0623]: the DTD does not declare the element <invented_what>" \
        "37:42: error[E0623]: the DTD does not declare the element <b>" \
        '47:10: error[E0623]: <invented_for> must not stand there in <invented_limits>'; do
        has_error "file.xml:$expected"
    done
    has_error 'the DTD declares <invented_limits> as (invented_connections?'
}

@test "a DTD that cannot be used is an error, and nothing is fetched" {
    printf '<!ELEMENT config ANY>\n' >other.dtd
    printf '<!ENTITY %% other SYSTEM "other.dtd">\n%%other;\n' >part.dtd
    destc compile --check --dtd part.dtd "$FILE"
    expect_status 2
    grep -q '^part.dtd:1:[0-9]*: error\[E0622\]: the entity %other; stands in another file' <<<"$errors"
    { echo '<!ENTITY % a "<!ELEMENT x ANY>">'; echo '<!ENTITY % b "%a;%a;%a;%a;%a;%a;%a;%a;">'
      for pair in bc cd de ef fg gh hi ij; do
          printf '<!ENTITY %% %s "%s">\n' "${pair:1}" "$(printf "%%${pair:0:1};%.0s" 1 2 3 4 5 6 7 8)"
      done
      echo '%j;'; } >bomb.dtd
    destc compile --check --dtd bomb.dtd "$FILE"
    expect_status 2
    has_error 'error[E0622]'
    : >empty.dtd
    destc compile --check --dtd empty.dtd "$FILE"
    has_error 'empty.dtd:1:1: error[E0622]: it declares no element'
    destc compile --check --dtd none.dtd "$FILE"
    expect_status 2
    has_error 'none.dtd: error[E0701]'
    # The DTD that the document itself names is no one's choice, and entities stay what they are.
    printf '<!ELEMENT config EMPTY>\n<!ENTITY s "fetched">\n' >config.dtd
    cp "$FILE" file.xml
    destc compile --check --quiet file.xml
    expect_status 0
    printf '<config><hostname>&s;</hostname></config>\n' >file.xml
    destc compile --check --dtd config.dtd file.xml
    expect_status 2
    has_error 'file.xml:1:19: error[E0601]'
}

@test "a DTD in the place of a map, and a map in the place of a DTD" {
    destc compile --check --xml-map "$EXAMPLES/invented-names.dtd" "$EXAMPLES/invented-names.xml"
    expect_status 2
    has_error 'error[E0615]: this is a DTD or XML, and no xml-map'
    [ "$(grep -c 'error\[' <<<"$errors")" -eq 1 ]
    destc compile --check --dtd "$EXAMPLES/invented-names.map" "$EXAMPLES/invented-names.xml"
    expect_status 2
    has_error '--xml-map takes an xml-map'
}
