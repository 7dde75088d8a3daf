#!/bin/sh
# Runs tests of package kernels with LAMINA_ISA=avx512 on machines that lack
# AVX-512: Bochs emulates a processor that has it, and Debian's kernel, with a
# disk in memory that holds scripts/bochs/init and the test binary. Fails unless
# the tests pass. Arguments go to the test binary instead of the flags below.
# LIMIT ends the machine after that many seconds (3600). VMLINUZ names a kernel for
# amd64; without it, Debian's linux-image-cloud-amd64 is downloaded, and not
# installed. Times that the tests print are not seconds: Bochs executes some fifty
# million instructions a second, and its clock counts 3.5e9 as one second.
set -eu

# The short tests but those that take longest. Among those that stay are
# TestInPlace, of every elementwise kernel at every length to two rounds of its
# lanes, TestPublicSameBits, of every exported function, and TestSyrk and
# TestGemmBatch, of products. TestFloat16 fails for want of a correct VCVTPS2PH:
# Bochs 2.7 rounds ties away from zero there, 0x1p-25 to 0x1p-24, which should be 0.
skip='GuardPages|^Test(Float16|Fma32|Gemm|GemmBias|GemmBlocks|GemmMemory|NormalDistribution|SameBits)$'
[ $# -gt 0 ] || set -- -test.short -test.v -test.timeout=0 "-test.skip=$skip"

isolinux=/usr/lib/ISOLINUX/isolinux.bin
ldlinux=/usr/lib/syslinux/modules/bios/ldlinux.c32
bios=/usr/share/bochs/BIOS-bochs-latest
vgabios=/usr/share/vgabios/vgabios.bin
for file in /usr/bin/bochs /usr/lib/*/bochs/plugins/libbx_term_gui.so $bios $vgabios $isolinux $ldlinux /usr/bin/genisoimage /usr/bin/cpio; do
	[ -e "$file" ] || {
		echo "bochs: no $file here; make install-bochs installs what this needs from Debian" >&2
		exit 1
	}
done

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
if [ -z "${VMLINUZ:-}" ]; then
	image=$(apt-cache depends linux-image-cloud-amd64 | awk '$1 == "Depends:" && $2 ~ /^linux-image-/ { print $2; exit }')
	(cd "$dir" && apt-get download -q "${image:?no package linux-image-cloud-amd64: set VMLINUZ to a kernel for amd64}" && dpkg-deb -x ./*.deb kernel) >"$dir/download" 2>&1 || {
		cat "$dir/download" >&2
		exit 1
	}
	VMLINUZ=$(echo "$dir"/kernel/boot/vmlinuz-*)
fi

# The disk in memory: init, the tests, and the sources, which some tests read.
root=$dir/root
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/tmp" "$root/kernels" "$dir/iso"
GOOS=linux GOARCH=amd64 CGO_ENABLED=0 go build -o "$root/init" ./scripts/bochs/init
GOOS=linux GOARCH=amd64 CGO_ENABLED=0 go test -c -o "$root/kernels/kernels.test" ./kernels
cp kernels/*.go "$root/kernels"
(cd "$root" && find . | cpio -o -H newc -R 0:0 --quiet) | gzip >"$dir/iso/initrd"
cp "$VMLINUZ" "$dir/iso/vmlinuz"
cp $isolinux $ldlinux "$dir/iso"

# Bochs 2.7's skylake_x tells a wrong size of the state that XSAVEC and XSAVES
# save, on which Linux turns XSAVE off, and all of AVX with it: it must not see
# them. Its icelake_u and tigerlake, which also have VPOPCNTDQ, fail at more of
# Linux's checks and hang.
cat >"$dir/iso/isolinux.cfg" <<END
default kernels
prompt 0
label kernels
kernel vmlinuz
initrd initrd
append clearcpuid=321,323 nosmp mitigations=off no_timer_check console=ttyS0 quiet LAMINA_ISA=avx512 LAMINA_REQUIRE=avx512 -- $*
END
genisoimage -quiet -o "$dir/boot.iso" -b isolinux.bin -c boot.cat -no-emul-boot -boot-load-size 4 -boot-info-table "$dir/iso"
# Debian's Bochs stops in its debugger at first, and its sound aborts on machines
# that have none.
cat >"$dir/bochsrc" <<END
display_library: term
romimage: file=$bios
vgaromimage: file=$vgabios
cpu: model=corei7_skylake_x, count=1, ips=50000000
clock: sync=none
megs: 1024
ata0-master: type=cdrom, path=$dir/boot.iso, status=inserted
boot: cdrom
com1: enabled=1, mode=file, dev=/dev/fd/3
sound: waveoutdrv=dummy
speaker: enabled=0
log: $dir/log
info: action=ignore
panic: action=fatal
END
echo continue >"$dir/commands"
{
	# Bochs ignores SIGTERM.
	TERM=vt100 timeout -s KILL "${LIMIT:-3600}" bochs -f "$dir/bochsrc" -rc "$dir/commands" 3>&1 >"$dir/screen" 2>&1 </dev/null || true
} | sed -u 's/\r$//' | tee "$dir/serial"
grep -q '^init: exit code 0$' "$dir/serial" || {
	echo "bochs: the tests did not pass; the end of Bochs's log:" >&2
	tail -n 5 "$dir/log" >&2
	exit 1
}
