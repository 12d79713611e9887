# SPDX-License-Identifier: MIT
printf '[lint]\nmust-encrypt = www.bank.example\n' >.destc
cat >bad.txt <<'END'
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

[www.bank.example]
table_tls = on_verify
bounce_profile = partners
END
