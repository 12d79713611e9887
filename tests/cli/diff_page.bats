# SPDX-License-Identifier: MIT
# The page that shows differences, as the program writes it. What is in it is tests/unit's; here it
# is parsed, and where there is a browser its script runs.

load helper

# Two policies with 600 destinations that differ, a third of them weaker.
page() {
    for side in old new; do
        default_entry >$side.txt
        for i in $(seq 1 200); do
            tls=required messages=5
            [ $side = old ] || { tls=off messages=6; }
            printf '[tls-%s.example]\ntable_tls = %s\n' "$i" $tls
            printf '[limit-%s.example]\nmax_messages_per_connection = %s\n' "$i" $messages
            printf '[%s-%s.example]\nbounce_validation = off\n' $side "$i"
        done >>$side.txt
    done
    destc diff --format html -o page.html old.txt new.txt
    expect_status 1
}

# view FRAGMENT: the page as a browser has it once its script ran, in dom.html.
view() {
    local browser=
    for name in chromium chromium-browser google-chrome; do
        [ -n "$browser" ] || browser=$(command -v $name || true)
    done
    [ -n "$browser" ] || skip "there is no browser; the parser's tests run everywhere"
    HOME=$PWD "$browser" --headless --no-sandbox --disable-gpu --dump-dom \
        "file://$PWD/page.html$1" >dom.html 2>/dev/null
}

# shown: how many differences are not hidden; said: what the script says about it.
shown() { grep '^<tbody' dom.html | grep -vc 'hidden=""' || true; }
said() { sed -n 's/.*<p id="count"[^>]*>\([^<]*\).*/\1/p' dom.html; }

@test "a parser takes the page" {
    page
    # It knows the elements of HTML 4 only.
    xmllint --html --noout page.html 2>parsed || true
    [ -z "$(grep error parsed | grep -vE 'Tag (header|main|details|summary|bdi) invalid')" ]
    [ "$(grep -c '^<tbody' page.html)" = 800 ]
}

@test "a browser shows the first rows and says how many there are" {
    page
    view ''
    [ "$(said)" = "All 800 differences fit, the first 500 are shown." ]
    [ "$(shown)" = 500 ]
    [ "$(grep '<form id="filter"' dom.html | grep -c hidden)" = 0 ]
    [ "$(grep -o '<th [^>]*><button type="button">' dom.html | wc -l)" = 6 ]
}

@test "a browser filters by words, weight and kind" {
    page
    view '#weight=weaker&text=TLS-1+required'
    [ "$(said)" = "111 of 800 differences shown." ]
    [ "$(shown)" = 111 ]
    view '#kind=removed&text=200'
    [ "$(said)" = "1 of 800 differences shown." ]
    grep '^<tbody' -A 1 dom.html | grep -A 1 -v hidden | grep -q '<bdi>old-200.example</bdi>'
}

@test "a browser sorts by a column" {
    page
    view '#sort=entry&text=limit'
    [ "$(said)" = "200 of 800 differences shown. Sorted by Entry, ascending." ]
    grep -q '<th scope="col" class="entry" data-sort="entry" aria-sort="ascending">' dom.html
    grep -o '<bdi>limit-[0-9]*' dom.html | sed -n '1p;2p;10p' >first
    printf '<bdi>limit-%s\n' 1 2 10 | diff - first
}
