# Counts executed instructions by package, from QEMU's log of translated blocks
# and of their executions: -d in_asm,exec,nochain.
function key(hex) { sub(/^0x/, "", hex); sub(/^0+/, "", hex); return hex }
/^IN: / { begins = 1; next }
# An instruction: bytes, then text. Bytes without text continue the line before.
/^0x[0-9a-f]+:  ([0-9a-f]+ )+ *[a-z.]/ {
	if (begins) { pc = key(substr($1, 1, length($1) - 1)); size[pc] = 0; begins = 0 }
	size[pc]++
	next
}
/^Trace / {
	split($4, part, "/")
	n = size[key(part[2])]
	if (!n) { print "no instructions at " part[2] >"/dev/stderr"; exit 1 }
	p = $5
	if (p ~ /lamina\/kernels\.[A-Za-z0-9]*(NEON|AVX2)/) p = "assembly"
	else if (p ~ /lamina\//) p = "Go"
	else p = "runtime"
	count[p] += n
}
END { print count["assembly"] + 0, count["Go"] + 0, count["runtime"] + 0 }
