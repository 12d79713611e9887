printf '[a.example]\n' >bad.txt
cp bad.txt new.txt
