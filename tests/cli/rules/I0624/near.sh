#!/bin/sh
# SPDX-License-Identifier: MIT
echo "config = cluster_config/machine/config" >level.map
cat >near.xml <<EOF
<cluster_config>
  <machine>
    <config>
      <hostname>a.example.com</hostname>
    </config>
  </machine>
</cluster_config>
EOF
