#!/bin/sh
# SPDX-License-Identifier: MIT
echo '[example.com]' >near.txt
printf '[DEFAULT]\nip_sort_pref = PREFER_V6\nmax_host_concurrency = 500\nmax_messages_per_connection = 50\nrecipient_minutes = 60\nrecipient_limit = 0\nlimit_type = host\nlimit_apply = system\nbounce_validation = off\ntable_tls = off\nsend_tls_req_alert = off\ncertificate = mx.example.org\n' >other.txt
