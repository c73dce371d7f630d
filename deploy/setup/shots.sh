#!/usr/bin/env bash
# Pictures of every page into var/shots/, of a demo made for them and thrown away.
source "$(dirname "$0")/common.sh"
source deploy/setup/data.sh
PORT=${PORT:-8000}
if [ -z "${CHROMIUM:-}" ]; then
    CHROMIUM=$(find_chromium) ||
        stop "no Chromium here. Install it by: sudo apt-get install chromium"
fi
export CHROMIUM
remove_demo() { rm -rf var/shots-demo.sqlite3* var/shots-demo-media var/shots-demo-secret var/shots-demo-keyring; }
remove_demo
trap remove_demo EXIT
demo_environment shots-demo
prepare_data
must "The demo could not be filled" manage demo
manage shots
say "Pictures: var/shots/index.html"
