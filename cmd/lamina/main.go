// Lamina trains autoencoders and applies them, from the command line.
//
//	lamina train                                       on the embedded digits; writes to run/
//	lamina info --model run/model.safetensors          what is in a model file
//	lamina encode --model run/model.safetensors --data new.csv --out codes.npy
//	lamina reconstruct --model run/model.safetensors --data new.csv --out copies.csv
//	lamina train --classify                            a classifier of the digits
//	lamina classify --model run/model.safetensors --data new.csv --out classes.csv
//	lamina score --model run/model.safetensors --data new.csv | sort -t, -k2 -g
//	lamina sample --model run/model.safetensors --out samples.png
//	lamina sweep --variant linear --init pca           what codes of every size can tell
//
// Data are IDX, NPY or CSV files, each also packed with gzip; the format is told
// from the contents. Everything that the command does, a program can do with the
// packages autoencoder and tensorio; what is here is flags, messages and pictures.
//
// # Training
//
// Train holds out a part of the rows, prints how well the model reconstructs them
// beside a PCA with a code of the same size, and writes to --out DIR:
//
//	model.safetensors    the parameters, scaling and configuration: all that the other commands need
//	history.csv          the objective after every epoch
//	loss.png             the same as a picture
//	reconstructions.png  held-out rows and what the model makes of them
//	features.png         the weights of every unit in the first layer
//	score.png            the score field, of two columns trained on gaussian noise
//
// Model and history depend on the data, the flags and --seed alone: they are the
// same, byte for byte, on every machine and for any number of threads.
//
// # Conventions
//
// Results go to the standard output, progress and errors to the standard error.
// With --json the standard output is exactly one JSON object. A file appears
// complete or not at all. The exit code is 0 for success, 1 for an error, which is
// told in one line, 2 for wrong usage, and 130 after an interrupt (Ctrl-C): train
// then stops at the next step and still writes the best model so far, and sweep
// the sizes so far. A second Ctrl-C ends it at once.
//
// The environment variable LAMINA_ISA chooses the implementation of the kernels;
// info lists those that the machine can run.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // from then on a signal ends the process
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}
