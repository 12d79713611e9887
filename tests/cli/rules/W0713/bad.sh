printf '[bank.example]\ntable_tls = required\n' >bad.txt
: >other.example
