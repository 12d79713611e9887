# SPDX-License-Identifier: MIT
# diff --matrix for a merge request and for a browser. What is in the forms is tests/unit's; here
# names and values come from files.

load helper

# Three tables: two differ from the most, and all in one setting.
setup() {
    cd "$BATS_TEST_TMPDIR" || exit 1
    {
        default_entry
        printf '[bank.example]\ntable_tls = require_verify\n\n'
        printf '[shop.example]\ntable_tls = on\nmax_messages_per_connection = 1\n'
    } >dmz.txt
    sed 's/^max_messages_per_connection = 1$/max_messages_per_connection = 2/' dmz.txt >core.txt
    sed -e 's/^table_tls = require_verify/table_tls = on/' \
        -e 's/^max_messages_per_connection = 1$/max_messages_per_connection = 3/' dmz.txt >lab.txt
    printf '\n[new.example]\ntable_tls = off\n' >>lab.txt
}

@test "for a merge request" {
    destc diff --matrix --format markdown dmz.txt core.txt lab.txt
    expect_status 1
    golden_output diff/matrix.markdown
    destc diff --matrix --format markdown --effective dmz.txt core.txt lab.txt
    expect_status 1
    has 'Only what takes effect was compared.'
    destc diff --matrix --format markdown "$EXAMPLES/inbound.policy"
    expect_status 1
    golden_output diff/matrix-listeners.markdown
    destc diff --matrix --format markdown dmz.txt dmz.txt
    expect_status 0
    [ "$output" = "### 2 policies: \`dmz.txt\`, \`dmz.txt\`

**no difference**" ]
}

@test "for a browser, into a file" {
    destc diff --matrix --format html -o page.html dmz.txt core.txt lab.txt
    expect_status 1
    [ -z "$output$errors" ]
    sed -n '/^<body>/,/^<\/main>/p' page.html >body.html
    same_as_golden diff/matrix.html body.html
    destc diff --matrix --format html --effective dmz.txt core.txt lab.txt
    expect_status 1
    has '<p class="soft">Only what takes effect was compared.</p>'
    destc diff --matrix --format html dmz.txt dmz.txt
    expect_status 0
    has '<p class="summary">2 policies: no difference</p>'
    has_not '<table'
}

@test "names and values of files are text and nothing else" {
    hostile='a`|<img src=x onerror=alert(1)>&"'\''@all $x$ [l](http:x) **b** '$'\u202e'
    file='<b>|`x`](y) @all'
    {
        default_entry
        printf '[bank.example]\nbounce_profile = %s\n' "$hostile"
    } >"$file"
    destc diff --matrix --format markdown dmz.txt "$file" core.txt
    expect_status 1
    has_not '<img'
    has_not '<b>'
    has_not '@all'
    has_not '[l]'
    has_not '**b**'
    has_not $'\u202e'
    # A row is a line of four cells.
    [ -z "$(grep '^|' .out | grep -v '^| --- ' | sed 's/[^|]//g' | grep -v '^|||||$')" ]
    destc diff --matrix --format html dmz.txt "$file" core.txt
    expect_status 1
    has_not '<img'
    has_not '<b>'
    has_not $'\u202e'
    has '<bdi>&lt;b&gt;|`x`](y) @all</bdi>'
    has 'a`|&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;@all'
}

@test "what goes with no other form" {
    for form in json markdown html; do
        destc diff --matrix --summary --format "$form" dmz.txt lab.txt
        expect_status 2
        has_error '--summary goes with --format text'
    done
    destc diff --matrix --format md dmz.txt lab.txt
    expect_status 2
    has_error '--format takes text|json|markdown|html, not "md"; did you mean markdown?'
}

@test "nothing is written when a file is bad" {
    printf '[bad.example]\nmax_host_concurrency = some\n' >bad.txt
    for form in markdown html; do
        destc diff --matrix --format "$form" -o page dmz.txt bad.txt
        expect_status 2
        [ ! -e page ]
    done
}
