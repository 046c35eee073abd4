#!/bin/sh
# Builds dist/qmsdesk_VERSION_ARCH.deb: the PyInstaller folder under /opt/qmsdesk, a menu entry, a command.
# Build on the oldest Debian it must run on. Needs python3-venv, libpython3 (shared), binutils and dpkg-deb.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/pyproject.toml")
arch=$(dpkg --print-architecture)
venv="$root/.venv-bundle"
stage="$root/build/deb"
package="$root/dist/qmsdesk_${version}_$arch.deb"

for tool in dpkg-deb objdump; do
    command -v "$tool" >/dev/null || { echo "deb.sh: $tool is missing: apt-get install dpkg binutils" >&2; exit 1; }
done

if [ ! -x "$venv/bin/pyinstaller" ]; then
    "${PYTHON:-python3}" -m venv --clear "$venv"
    (cd "$root" && "$venv/bin/python" -m pip install --disable-pip-version-check --quiet \
        -c installer/constraints.txt -e . 'pyinstaller>=6.10,<7')
fi
cd "$root"
"$venv/bin/pyinstaller" --noconfirm --log-level WARN --distpath dist --workpath build/pyinstaller installer/qmsdesk.spec

rm -rf "$stage"
mkdir -p "$stage/DEBIAN" "$stage/opt" "$stage/usr/bin" "$stage/usr/share/applications" "$stage/usr/share/doc/qmsdesk"
cp -R dist/qmsdesk "$stage/opt/qmsdesk"
ln -s /opt/qmsdesk/qmsdesk "$stage/usr/bin/qmsdesk"
cp resources/fonts/OFL-*.txt "$stage/usr/share/doc/qmsdesk/"
mkdir -p "$stage/usr/share/icons/hicolor/scalable/apps"
cp resources/qmsdesk.svg "$stage/usr/share/icons/hicolor/scalable/apps/"

cat >"$stage/usr/share/applications/qmsdesk.desktop" <<'DESKTOP'
[Desktop Entry]
Type=Application
Name=qmsdesk
Name[zh_CN]=顾客沟通与满意度控制
Comment=Complaint slips, ledger and reports under LSZB/QM07-03
Comment[zh_CN]=顾客信息反馈、处理、台帐与统计
Exec=/opt/qmsdesk/qmsdesk
Icon=qmsdesk
Terminal=false
Categories=Office;Database;
StartupWMClass=qmsdesk
DESKTOP

cat >"$stage/DEBIAN/control" <<CONTROL
Package: qmsdesk
Version: $version
Architecture: $arch
Maintainer: qmsdesk maintainers <maintainers@qmsdesk.invalid>
Section: misc
Priority: optional
Installed-Size: $(du -sk "$stage/opt" | cut -f1)
Depends: libc6, libglib2.0-0 | libglib2.0-0t64, libegl1, libgl1, libdbus-1-3, libfontconfig1, libxkbcommon0, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-shape0, libxcb-randr0, libxkbcommon-x11-0
Recommends: cups-client
Suggests: fcitx5-chinese-addons | ibus-libpinyin
Description: customer communication and satisfaction control (LSZB/QM07-03)
 Offline desktop program for one department: complaint slips in their paper
 form, printed copy sets, the ledger and the periodic reports.
CONTROL

find "$stage" -type d -exec chmod 755 {} +
dpkg-deb --build --root-owner-group "$stage" "$package" >/dev/null
echo "$package"
