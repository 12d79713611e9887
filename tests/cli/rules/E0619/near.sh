# SPDX-License-Identifier: MIT
. "$(dirname "$0")/../../whole_map.sh"
