module github.com/lamina-go/lamina/bench

go 1.25.0

require (
	github.com/lamina-go/lamina v0.0.0
	gonum.org/v1/gonum v0.17.0
)

require golang.org/x/sys v0.46.0 // indirect

replace github.com/lamina-go/lamina => ../
