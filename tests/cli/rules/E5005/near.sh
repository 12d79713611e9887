# SPDX-License-Identifier: MIT
cat >near.xml <<'END'
<?xml version="1.0"?>
<!DOCTYPE config SYSTEM "config.dtd">
<config>
  <listeners>
    <listener>
      <listener_name>In</listener_name>
      <type>public</type>
      <hat>ALL
    ACCEPT
</hat>
      <rat>
        <rat_entry><rat_address>ALL</rat_address><access>REJECT</access></rat_entry>
      </rat>
    </listener>
  </listeners>
</config>
END
cat >other.policy <<'END'
listener "In" public {
    all accept;
    recipients { reject all; }
}
END
