example.com
IP Version Preference: Default
Maximum messages per connection: Default
Rate Limiting: Default
TLS: Required
Bounce Verification Tagging: Default
Bounce Profile: Default

Default
IP Version Preference: IPv6 Preferred
Maximum messages per connection: 50
Rate Limiting:
500 concurrent connections
No recipient limit
Limits applied to entire domain, across all virtual gateways
TLS: Off
Bounce Verification Tagging: Off
Bounce Profile: Default
Certificate: Demo
TLS Alert: Off
