#!/usr/bin/env bash
# Backs the tables up and brings them back: backup.sh dump DIR | restore DIR | compare DIR
#
# The database is named as libpq's programs are told it: PGHOST, PGPORT, PGDATABASE, PGUSER,
# PGPASSFILE, PGSSLMODE. `restore` wants an empty database, and pg_restore of the same release as
# pg_dump or a later one. Keys (Secret anju-keys) and the bucket are backed up apart from this.
set -euo pipefail

usage() {
  echo "usage: backup.sh dump DIR | restore DIR | compare DIR" >&2
  exit 2
}

query() {
  psql --no-psqlrc --tuples-only --no-align --set ON_ERROR_STOP=1 --command "$1"
}

# schema.table, rows, and a hash over all rows that does not depend on their order.
summary() {
  query "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
         WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1" |
    while read -r table; do
      [ -z "$table" ] || query "SELECT '$table', count(*),
        coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0) FROM ONLY $table t"
    done
}

dump() {
  mkdir -p "$1"
  # Written beside and renamed: an interrupted dump never looks like a whole one.
  rm -rf "$1/tables.part"
  pg_dump --format=directory --jobs=2 --no-owner --no-privileges --file "$1/tables.part"
  summary >"$1/summary.part"
  rm -rf "$1/tables"
  mv "$1/tables.part" "$1/tables"
  mv "$1/summary.part" "$1/summary"
  echo "dumped $(wc -l <"$1/summary") tables to $1"
}

restore() {
  [ -d "$1/tables" ] || { echo "no dump in $1" >&2; exit 1; }
  if [ -n "$(summary)" ]; then
    echo "the database is not empty: nothing was restored" >&2
    exit 1
  fi
  pg_restore --exit-on-error --jobs=2 --no-owner --no-privileges --dbname "${PGDATABASE:?}" "$1/tables"
  compare "$1"
}

# Meaningful while nobody writes: after a restore, or with the services stopped.
compare() {
  if diff "$1/summary" <(summary); then
    echo "all $(wc -l <"$1/summary") tables are as in the dump"
  else
    echo "the tables differ from the dump" >&2
    exit 1
  fi
}

[ $# -eq 2 ] || usage
case $1 in
dump | restore | compare) "$1" "$2" ;;
*) usage ;;
esac
