#!/bin/sh
# SPDX-License-Identifier: MIT
cat >names.map <<EOF
entry = controls/destination
domain = name

[parameters]
table_tls = tls
EOF
cat >near.xml <<EOF
<config>
  <controls>
    <destination>
      <name>a.example</name>
      <tls>1</tls>
    </destination>
  </controls>
</config>
EOF
