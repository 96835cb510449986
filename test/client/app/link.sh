# Links the packages of this app into the working directory. They are installed once for each state of the lock file.
set -eu
from="$(cd "$(dirname "$0")" && pwd)"
to="$from/../../../node_modules/.cache/client-app"
mkdir -p "$to"
if ! cmp -s "$from/package-lock.json" "$to/installed"; then
  cp "$from/package.json" "$from/package-lock.json" "$to"
  npm ci --prefix "$to" --loglevel=error > /dev/null
  cp "$to/package-lock.json" "$to/installed"
fi
ln -s "$to/node_modules" node_modules
cp "$from/package.json" .
