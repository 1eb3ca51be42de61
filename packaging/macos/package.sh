#!/bin/sh
# Signs Strikebook.app and packs it as a disk image. Untried: written from Apple's documentation on another system.
# Build first (./run build). With no argument the signature is ad hoc, good for the Mac it was made on:
#     packaging/macos/package.sh ["Developer ID Application: NAME (TEAM)"]
set -eu
cd "$(dirname "$0")/../.."

app=dist/Strikebook.app
identity=${1:--}
version=$(/usr/libexec/PlistBuddy -c 'Print CFBundleShortVersionString' "$app/Contents/Info.plist")
image=dist/strikebook-$version-macos.dmg

codesign --force --deep --options runtime --timestamp=none --sign "$identity" "$app"
codesign --verify --deep --strict "$app"

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp -R "$app" "$staging/"
ln -s /Applications "$staging/Applications"
hdiutil create -volname Strikebook -srcfolder "$staging" -ov -format UDZO "$image"
echo "$image"
