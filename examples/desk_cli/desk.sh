#!/bin/sh
# A sales desk in a shell: files in, lists, a move, a report.
# Usage: desk.sh [shop.db]   (a new file; without it one in a temporary folder)
set -eu

here=$(cd "$(dirname "$0")" && pwd)
base=${1:-$(mktemp -d)/shop.db}
CRMKIT_DB=sqlite:///$base
export CRMKIT_DB

say() { printf '\n== %s\n' "$1"; }

say "Files go in: employees first, for clients and deals name them"
crmkit db upgrade
crmkit import "$here/employees.csv" --kind employees
crmkit import "$here/clients.csv" --kind contacts
crmkit import "$here/deals.csv" --kind deals

say "The clients: nine good rows, five people"
crmkit list contacts --order name

say "What denis sees of the deals, and what the head sees"
crmkit list deals --as denis --order -amount
crmkit list deals --as marina --json |
    python3 -c 'import json, sys; print("marina sees", len(json.load(sys.stdin)), "deals")'

say "The largest quote is sold; the way from there back is closed"
deal=$(crmkit list deals --where '{"stage": "quote"}' --order -amount --limit 1 --json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')
crmkit move "$deal" won --as denis
crmkit move "$deal" working --as denis || echo "(exit code $?: a script can tell)"

say "Who sold how much"
crmkit report sales --by owner --totals
crmkit report funnel --format csv

say "The base stays in $base"
