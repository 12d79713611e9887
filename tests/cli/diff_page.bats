# SPDX-License-Identifier: MIT
# The pages that show differences, as the program writes them. What is in them is tests/unit's; here
# they are parsed, and where there is a browser their script runs.

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

# matrix: twelve gateways; of 30 destinations one is missing on gateway-12, and gateway-N says
# something else of the Nth.
matrix() {
    {
        for i in $(seq 1 30); do
            echo "destination a-rather-long-name-$i.example { tls required; messages $i; }"
        done
        for i in $(seq 1 12); do
            echo "appliance gateway-$i {"
            [ "$i" != 12 ] || echo "remove destination a-rather-long-name-30.example;"
            echo "destination a-rather-long-name-$i.example { tls off; }"
            echo "}"
        done
    } >fleet.policy
    destc diff --matrix --format html -o page.html fleet.policy
    expect_status 1
}

# browse FILE OPTION...: FILE as a browser has it once its script ran, in dom.html.
browse() {
    local browser=
    for name in chromium chromium-browser google-chrome; do
        [ -n "$browser" ] || browser=$(command -v $name || true)
    done
    [ -n "$browser" ] || skip "there is no browser; the parser's tests run everywhere"
    HOME=$PWD "$browser" --headless --no-sandbox --disable-gpu "${@:2}" --dump-dom \
        "file://$PWD/$1" >dom.html 2>/dev/null
}

view() { browse "page.html$1"; }

# fits WIDTH: whether the page is no wider than a window of that width.
fits() {
    cat >window.html <<END
<iframe id="page" src="page.html" width="$1" height="900"></iframe><p id="fit"></p>
<script>
onload = function () {
    var root = document.getElementById("page").contentDocument.documentElement;
    document.getElementById("fit").textContent = "widths: " + root.scrollWidth + " " + root.clientWidth;
};
</script>
END
    browse window.html --allow-file-access-from-files
    widths=$(sed -n 's/.*widths: \([0-9 ]*\)<.*/\1/p' dom.html)
    [ -n "$widths" ] && [ "${widths% *}" -le "${widths#* }" ] || { echo "$1: $widths"; false; }
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

@test "a browser is given the same view by the same link" {
    page
    view '#sort=weight&kind=changed'
    grep -q 'data-sort="weight" data-by="weight" aria-sort="descending"' dom.html
    grep -A 1 '^<tbody' dom.html | grep -m 1 '<bdi>tls-1.example</bdi>'
}

@test "a parser takes the page of a matrix" {
    matrix
    xmllint --html --noout page.html 2>parsed || true
    [ -z "$(grep error parsed | grep -vE 'Tag (header|main|details|summary|bdi) invalid')" ]
    [ "$(grep -c '^<tbody' page.html)" = 13 ]
}

@test "a browser filters a matrix by who deviates" {
    matrix
    view ''
    [ "$(said)" = "All 13 entries shown." ]
    [ "$(shown)" = 13 ]
    view '#deviates=gateway-12'
    [ "$(said)" = "2 of 13 entries shown." ]
    [ "$(shown)" = 2 ]
    view '#deviates=gateway-12&text=missing&sort=entry'
    [ "$(said)" = "1 of 13 entries shown." ]
    view '#deviates=nobody&sort=gateway-3'
    [ "$(said)" = "All 13 entries shown. Sorted by gateway-3, ascending." ]
    grep '^<tbody' -A 1 dom.html | sed -n 2p | grep -q '<bdi>a-rather-long-name-3.example</bdi>'
}

@test "no page is wider than its window" {
    page
    for width in 360 420 800 1200; do fits $width; done
    matrix
    for width in 360 420 800 1200; do fits $width; done
}
