//go:build arm64 && !purego

package kernels

import (
	"fmt"
	"os"
	"strings"
)

// detectCaches asks Linux's sysfs; other systems have no such files.
func detectCaches() cacheSizes {
	var c cacheSizes
	for i := range 4 {
		read := func(name string) string {
			b, err := os.ReadFile(fmt.Sprintf("/sys/devices/system/cpu/cpu0/cache/index%d/%s", i, name))
			if err != nil {
				return ""
			}
			return strings.TrimSpace(string(b))
		}
		var kib int
		if _, err := fmt.Sscanf(read("size"), "%dK", &kib); err != nil || read("type") == "Instruction" {
			continue
		}
		switch read("level") {
		case "1":
			c.l1 = kib << 10
		case "2":
			c.l2 = kib << 10
		}
	}
	return c
}
