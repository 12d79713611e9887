#!/bin/sh
# SPDX-License-Identifier: MIT
cat >t.txt <<'EOF'
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
certificate = mx

[mail.example]
ip_sort_pref = PREFER_V4
EOF
echo '{"findings": []}' >b.json
