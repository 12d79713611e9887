#!/bin/sh
# SPDX-License-Identifier: MIT
cat >names.dtd <<EOF
<!ELEMENT config (hostname)>
<!ELEMENT hostname (#PCDATA>
EOF
cat >bad.xml <<EOF
<config>
  <hostname>mx1.example.com</hostname>
</config>
EOF
