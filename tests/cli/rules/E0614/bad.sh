#!/bin/sh
# SPDX-License-Identifier: MIT
echo "config = cluster_config/machine/config" >level.map
cat >bad.xml <<EOF
<cluster_config>
  <machine>
    <config>
      <hostname>a.example.com</hostname>
    </config>
  </machine>
  <machine>
    <config>
      <hostname>b.example.com</hostname>
    </config>
  </machine>
</cluster_config>
EOF
