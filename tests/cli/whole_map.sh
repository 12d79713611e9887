# SPDX-License-Identifier: MIT
# For rules about --xml-map: a map without a mistake, and a document that it fits, near.xml.
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
