# SPDX-License-Identifier: MIT
echo 'include "other.policy";' >bad.policy
ln -s bad.policy other.policy
