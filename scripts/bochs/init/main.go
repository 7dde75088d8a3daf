//go:build linux

// Command init is the first process of the machine that scripts/bochs/run.sh
// has Bochs emulate. It runs the test binary there with its own arguments and
// environment, which the kernel takes from its command line, prints the exit
// code and turns the machine off.
package main

import (
	"fmt"
	"os"
	"os/exec"

	"golang.org/x/sys/unix"
)

func main() {
	for _, m := range []struct{ fstype, dir string }{
		{"proc", "/proc"}, {"sysfs", "/sys"}, {"devtmpfs", "/dev"}, {"tmpfs", "/tmp"},
	} {
		if err := unix.Mount(m.fstype, m.dir, m.fstype, 0, ""); err != nil {
			fmt.Printf("init: mounting %s: %v\n", m.dir, err)
		}
	}
	test := exec.Command("./kernels.test", os.Args[1:]...)
	test.Dir = "/kernels" // with the sources, which some tests read
	test.Stdout, test.Stderr = os.Stdout, os.Stderr
	if err := test.Run(); test.ProcessState == nil {
		fmt.Println("init:", err)
	} else {
		fmt.Println("init: exit code", test.ProcessState.ExitCode())
	}
	// The serial line is slow: wait until it has sent everything (tcdrain).
	if err := unix.IoctlSetInt(1, unix.TCSBRK, 1); err != nil {
		fmt.Println("init: draining the console:", err)
	}
	fmt.Println("init: turning off:", unix.Reboot(unix.LINUX_REBOOT_CMD_POWER_OFF))
}
