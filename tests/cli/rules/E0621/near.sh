#!/bin/sh
# SPDX-License-Identifier: MIT
cat >names.map <<EOF
entry = controls/destination
domain = name

[parameters]
table_tls = tls
bounce_profile = bounce_profile
EOF
cat >near.xml <<EOF
<config>
  <controls>
    <destination>
      <name>a.example</name>
      <tls>1</tls>
      <bounce_profile>Bulk</bounce_profile>
    </destination>
  </controls>
</config>
EOF
