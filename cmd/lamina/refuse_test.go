package main

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Whatever is wrong, there is one line on stderr that names it, nothing on stdout,
// no file, and the right exit code.
func TestRefusals(t *testing.T) {
	const nan = "1,2\n3,4\nNaN,6\n"
	model := trained(t)
	idx := binary.BigEndian.AppendUint32([]byte{0, 0, 8, 3}, 60000)
	idx = append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(idx, 28), 28), make([]byte, 1000)...)
	header := "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000, 1000000), }"
	header += strings.Repeat(" ", 127-10-len(header)%64) + "\n"
	npy := "\x93NUMPY\x01\x00" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(header)))) + header + "\x00\x00\x80\x3f"
	two := func(args ...string) string { return trained(t, append(args, "--layers", "1", "--held-out", "0")...) }
	bits := two("--data", file(t, "bits.csv", "0,1\n1,0\n"), "--likelihood", "bernoulli", "--scale", "none")
	named := two("--data", file(t, "named.csv", "a,b\n1,2\n2,2\n"))
	colours := two("--data", file(t, "colours.csv", "c\nx\nz\n"), "--one-hot")
	classifier := trained(t, "--classify")
	wide := file(t, "wide.csv", strings.Repeat(strings.Repeat("1,", 783)+"2\n", 3))
	blocked := filepath.Join(file(t, "blocker", ""), "run")
	contents, err := os.ReadFile(model)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, command string
		data          string // contents of a data file, if not empty
		code          int
		want          []string
	}{
		{"truncated IDX", "train", string(idx), 1, []string{"DATA: ", "60000"}},
		{"ragged CSV", "train", "1,2\n3,4,5\n", 1, []string{"DATA: ", "row 2", "3"}},
		{"NPY with a lying header", "train", npy, 1, []string{"DATA: ", "1000000"}},
		{"NaN in NPY", "train", "\x93NUMPY\x01\x00\x76\x00" + pad("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1), }", 118) + "\x00\x00\x80\x3f\x00\x00\xc0\x7f", 1, []string{"DATA: row 2, column 1", "NaN"}},
		{"missing value in CSV", "train", nan, 1, []string{"DATA: row 3, column 1"}},
		{"text in CSV", "train", "a,b\n1,x\n", 1, []string{"DATA: row 2, column 2"}},
		{"empty file", "train", "\n", 1, []string{"DATA: "}},
		{"directory as data", "train --data DIR", "", 1, []string{"DIR: ", "no pictures"}},
		{"no such data", "train --data DIR/none.csv", "", 1, []string{"DIR/none.csv: ", "no such file"}},
		{"label of what is no CSV", "train --label 3", "", 1, []string{"digits: a label column"}},
		{"unknown label", "train --label wings", "a,b\n1,2\n", 1, []string{"DATA: ", "wings"}},
		{"batch too large", "train --batch 5000", "", 1, []string{"digits: --batch 5000: the data has only 1438 training rows"}},
		{"grey values as bits", "train --likelihood bernoulli --scale none", "", 1, []string{"digits: row 1, column 3", "bernoulli"}},
		{"out under a file", "train --out BLOCKED", "", 1, []string{"--out BLOCKED: cannot make the directory"}},

		{"bad layers", "train --layers 0,-3", "", 2, []string{`"0,-3"`, "--layers", `width "0" at place 1`, "lamina train --help"}},
		{"layers too large", "train --layers 1000000,1000000", "", 2, []string{"--layers [1000000 1000000] for 64 inputs"}},
		{"unknown variant", "train --variant variational", "", 2, []string{`--variant: unknown variant "variational": choose one of plain`}},
		{"unknown activation", "train --activation swish", "", 2, []string{`--activation: unknown activation "swish"`}},
		{"unknown code activation", "train --code-activation swish", "", 2, []string{`--code-activation: unknown activation "swish"`}},
		{"unknown output activation", "train --output-activation swish", "", 2, []string{`--output-activation: unknown activation "swish"`}},
		{"output of a bernoulli", "train --likelihood bernoulli --output-activation tanh", "", 2, []string{"--output-activation tanh with the bernoulli"}},
		{"unknown likelihood", "train --likelihood cauchy", "", 2, []string{`--likelihood: unknown likelihood "cauchy"`}},
		{"negative variance", "train --variance -1", "", 2, []string{"--variance -1: "}},
		{"unknown scaling", "train --scale log", "", 2, []string{`--scale: unknown scaling "log"`}},
		{"scaling of a bernoulli", "train --scale standard --likelihood bernoulli", "", 2, []string{"--scale standard with the bernoulli"}},
		{"noise level", "train --noise masking --noise-level 1", "", 2, []string{"--noise-level 1: expected"}},
		{"learning rate", "train --lr 0", "", 2, []string{"--lr 0: expected"}},
		{"learning rate that is 0 in float32", "train --lr 1e-50", "", 2, []string{"--lr 1e-50: expected a positive, finite learning rate in float32"}},
		{"learning rate that is infinite in float32", "train --lr 1e39", "", 2, []string{"--lr 1e+39: expected"}},
		{"clipping to 0", "train --clip-norm 1e-50", "", 2, []string{"--clip-norm 1e-50: it is 0 in float32"}},
		{"schedule that ends at 0", "train --epochs 9 --schedule step --schedule-every 2 --schedule-factor 1e-300", "", 2, []string{"--schedule-factor 1e-300: fall 1 of 4 would take the learning rate 0.003 to 0"}},
		{"schedule that ends at 0 in chosen epochs", "train --schedule step --schedule-every 2 --schedule-factor 1e-300", "", 1, []string{"digits: --schedule-factor 1e-300: fall 1 of 99 would"}},
		{"patience", "train --patience -1", "", 2, []string{"--patience -1: expected"}},
		{"batch", "train --batch -1", "", 2, []string{"--batch -1: expected"}},
		{"patience for nothing", "train --patience 3 --held-out 0", "", 2, []string{"--patience 3 with --held-out 0: it waits"}},
		{"stray momentum", "train --momentum 0.9", "", 2, []string{"--momentum 0.9: only sgd has one"}},
		{"momentum", "train --optimiser sgd --momentum 1", "", 2, []string{"--momentum 1: expected"}},
		{"deviation of gaussian noise", "train --noise gaussian --noise-level -1", "", 2, []string{"--noise-level -1: expected a finite σ ≥ 0"}},
		{"emphasis without noise", "train --emphasis 1,0.5", "", 2, []string{"--emphasis without corruption"}},
		{"one emphasis", "train --noise masking --emphasis 1", "", 2, []string{"--emphasis", "such as 1,0.3"}},
		{"negative emphasis", "train --noise masking --emphasis 1,-1", "", 2, []string{"--emphasis: 1 for corrupted entries and -1 for others"}},
		{"unknown encoder", "train --encoder poisson", "", 2, []string{`--encoder: unknown encoder "poisson"`}},
		{"vae without its encoder", "train --variant vae --encoder none", "", 2, []string{"variant vae without a gaussian encoder and a kl-prior penalty"}},
		{"noise of no deviation", "train --encoder noise", "", 2, []string{"--code-noise 0: noise needs a positive"}},
		{"samples", "train --variant iwae --samples -2", "", 2, []string{"--samples -2: expected 1 to 65536"}},
		{"beta", "train --variant vae --beta -1", "", 2, []string{"--beta -1: expected λ ≥ 0"}},
		{"beta without a random code", "train --beta 1", "", 2, []string{"--beta: kl-prior penalty with the deterministic encoder"}},
		{"sparsity without its penalty", "train --sparsity 0.1", "", 2, []string{"--sparsity: there is no penalty that has a rate; use --variant kl-sparse"}},
		{"sparsity", "train --variant kl-sparse --sparsity 1", "", 2, []string{"--sparsity 1: expected 0 < ρ < 1"}},
		{"top-k", "train --top-k 9", "", 2, []string{"--top-k 9: expected 1 to the code's 8 units"}},
		{"anneal", "train --anneal 9", "", 2, []string{"--anneal 9 without top-k"}},
		{"unknown init", "train --init svd", "", 2, []string{`--init: unknown init "svd"`}},
		{"components and a sigmoid", "train --init pca", "", 2, []string{"--init pca with output activation sigmoid"}},
		{"floor", "train --likelihood gaussian-learned --floor -1", "", 2, []string{"--floor -1: expected a positive"}},
		{"laplace scale", "train --likelihood laplace --laplace-scale -1", "", 2, []string{"--laplace-scale -1: expected a positive"}},
		{"stray groups", "train --groups 2", "", 2, []string{"--groups [2]: the gaussian likelihood has none"}},
		{"groups that do not fit", "train --likelihood categorical --groups 5", "", 2, []string{"--groups [5] do not end where the 64 columns do"}},
		{"scaled counts", "train --likelihood poisson --scale min-max", "", 2, []string{"--scale min-max with the poisson likelihood: it needs counts as they are"}},
		{"no counts", "train --likelihood poisson --layers 1", "1,2\n3,-4\n5,6\n1,2\n3,3\n", 1, []string{"DATA: row 2, column 2 is -4: the poisson likelihood needs counts"}},
		{"no categories", "train --likelihood categorical --layers 1", "0,1\n1,1\n0,1\n1,0\n0,1\n", 1, []string{"DATA: row 2, column 1 is 1: the categorical likelihood needs one 1 and zeros"}},
		{"unknown noise", "train --noise rain", "", 2, []string{`--noise: unknown corruption "rain"`}},
		{"noise level without noise", "train --noise-level 0.2", "", 2, []string{"--noise masking"}},
		{"denoising without noise", "train --variant denoising --noise none", "", 2, []string{"--noise none: variant denoising is nothing without noise"}},
		{"lambda without penalty", "train --lambda 1", "", 2, []string{"--lambda: variant plain has no penalty"}},
		{"bad penalty", "train --penalty l1", "", 2, []string{"--penalty", "l1=0.01"}},
		{"unknown penalty", "train --penalty l7=1", "", 2, []string{`--penalty: unknown penalty "l7"`}},
		{"pretraining for less than no epochs", "train --pretrain -1", "", 2, []string{"--pretrain -1: expected"}},
		{"pretraining what is trained", "train --pretrain 1 --stack MODEL", "", 2, []string{"--pretrain with --stack"}},
		{"layers of a stack", "train --stack MODEL --layers 3", "", 2, []string{"--layers with --stack: the models of the stack decide it"}},
		{"stack of data", "train --stack WIDE", "", 1, []string{"WIDE: "}},
		{"stack that does not fit", "train --stack MODEL,MODEL", "", 1, []string{"--stack: layer 2: the model is for 64 columns, and layer 1 has 4 code units"}},
		{"tied stack", "train --stack MODEL --tied", "", 2, []string{"tied weights: layer 1 has a decoder of its own"}},
		{"stack for other data", "train --stack MODEL --data WIDE", "", 1, []string{"WIDE: model for 64 columns given 784"}},
		{"pretraining from components", "train --layers 12,4 --init pca --output-activation identity --pretrain 1", "", 2, []string{"--init pca (variant plain): layers that are trained already start as they are"}},
		{"what to freeze", "train --freeze most", "", 2, []string{"--freeze most: expected a number of layers"}},
		{"more frozen than there is", "train --freeze 3", "", 1, []string{"--freeze 3: the encoder has only 2 layers"}},
		{"classes without labels", "train --classify --layers 2", "1,2\n3,4\n5,6\n", 1, []string{"DATA: no labels, which --classify learns from", "--label"}},
		{"one class", "train --classify --layers 2 --label 3", "1,2,x\n3,4,x\n5,6,x\n", 2, []string{"1 classes named: expected at least 2"}},
		{"decoder of a classifier", "train --classify --tied", "", 2, []string{"--tied with --classify: a classifier has no decoder"}},
		{"likelihood of a classifier", "train --classify --likelihood laplace", "", 2, []string{"--likelihood with --classify"}},
		{"classes of an autoencoder", "classify --model MODEL --out OUT", "", 1, []string{"MODEL: the model is an autoencoder, which knows no classes", "train --classify --stack"}},
		{"reconstruction by a classifier", "reconstruct --model CLASSIFIER --out OUT", "", 1, []string{"CLASSIFIER: the model is a classifier, which has no decoder: use lamina classify"}},
		{"score by a classifier", "score --model CLASSIFIER --out OUT", "", 1, []string{"CLASSIFIER: the model is a classifier"}},
		{"stack of a classifier", "train --stack CLASSIFIER", "", 1, []string{"CLASSIFIER: the model is a classifier"}},
		{"unknown schedule", "train --schedule sine", "", 2, []string{`--schedule: unknown schedule "sine": choose one of constant, step`}},
		{"endless warm-up", "train --warm-up 9000 --epochs 9", "", 1, []string{"digits: --warm-up 9000: training has only 405 steps"}},
		{"schedule that never starts", "train --schedule step --schedule-every 9 --epochs 9", "", 1, []string{"digits: --schedule-every 9: training has only 9 epochs"}},
		{"plateau that never starts", "train --schedule plateau --schedule-patience 10", "", 2, []string{"--schedule-patience 10: training ends after 10 epochs without"}},
		{"bad decay", "train --weight-decay -1", "", 2, []string{"--weight-decay -1: expected"}},
		{"bad clipping", "train --clip-norm -1", "", 2, []string{"--clip-norm -1: expected"}},
		{"bad log", "train --log xml", "", 2, []string{`--log "xml": expected text or json`}},
		{"board under a file", "train --tensorboard BLOCKED", "", 1, []string{"--tensorboard BLOCKED: "}},
		{"unknown jacobian", "train --variant contractive --jacobian forward", "", 2, []string{`--jacobian "forward": choose one of exact, hutchinson, layer-wise`}},
		{"unknown jacobian of neighbours", "train --higher-order 1 --jacobian forward", "", 2, []string{`--jacobian "forward": choose one of exact`}},
		{"jacobian without penalty", "train --jacobian exact", "", 2, []string{"--jacobian: there is no penalty", "--variant contractive"}},
		{"probes of the exact norm", "train --variant contractive --probes 2", "", 2, []string{"--probes 2, ", "without jacobian hutchinson"}},
		{"probes of exact neighbours", "train --higher-order 1 --probes 2", "", 2, []string{"--probes 2, ", "without jacobian hutchinson"}},
		{"negative higher order", "train --higher-order -1", "", 2, []string{"--higher-order -1: expected"}},
		{"no neighbour noise", "train --higher-order 1 --neighbour-noise 0", "", 2, []string{"--neighbour-noise 0: expected σ > 0"}},
		{"neighbours", "train --higher-order 1 --neighbours -1", "", 2, []string{"--neighbours -1: expected 1 to"}},
		{"neighbours without penalty", "train --neighbours 2", "", 2, []string{"--neighbour-noise: there is no penalty with neighbours; use --higher-order"}},
		{"neighbours of top-k", "train --higher-order 1 --top-k 2", "", 2, []string{"--higher-order: higher-order penalty with top-k"}},
		{"unit norm of variances", "train --unit-norm --likelihood gaussian-learned", "", 2, []string{"--unit-norm with the gaussian-learned"}},
		{"no epochs", "train --epochs 0", "", 2, []string{"--epochs 0: expected at least 1"}},
		{"held-out fraction", "train --held-out 1", "", 2, []string{"--held-out 1: expected"}},
		{"unknown optimiser", "train --optimiser bfgs", "", 2, []string{`--optimiser: unknown optimiser "bfgs"`, "adam, sgd"}},
		{"negative seed", "train --seed -1", "", 2, []string{`"-1"`, "--seed", "flag: expected a whole number from 0 to 18446744073709551615 (see"}},
		{"seed of letters", "train --seed x", "", 2, []string{`"x" for "--seed" flag: expected a whole number from 0 to`}},
		{"epochs with a point", "train --epochs 1.5", "", 2, []string{`"1.5" for "--epochs" flag: expected a whole number (see`}},
		{"epochs beyond an int", "train --epochs 99999999999999999999", "", 2, []string{`"--epochs" flag: the number is too large (see`}},
		{"rate of letters", "train --lr fast", "", 2, []string{`"fast" for "--lr" flag: expected a number (see`}},
		{"tied or not", "train --tied=maybe", "", 2, []string{`"--tied" flag: expected true or false (see`}},
		{"bad header", "train --header maybe", "", 2, []string{`--header "maybe": choose one of auto, yes, no`}},
		{"unknown flag", "train --depth 3", "", 2, []string{"unknown flag: --depth", "lamina train --help"}},
		{"flag without value", "train --data", "", 2, []string{"--data"}},
		{"argument", "train digits", "", 2, []string{`unexpected argument "digits"`}},
		{"unknown command", "tain", "", 2, []string{`unknown command "tain"`}},

		{"no model", "encode --out OUT", "", 2, []string{"--model FILE is missing"}},
		{"model is not there", "encode --model DIR/none --out OUT", "", 1, []string{"DIR/none: ", "no such file"}},
		{"corrupt model", "encode --model CUT --out OUT", "", 1, []string{"CUT: "}},
		{"data as model", "reconstruct --model WIDE --out OUT", "", 1, []string{"WIDE: "}},
		{"another width", "encode --model MODEL --data WIDE --out OUT", "", 1, []string{"MODEL: model for 64 columns given WIDE with 784"}},
		{"too many directions", "tangents --model MODEL --directions 99 --out OUT", "", 1, []string{"--directions 99: expected 1 to"}},
		{"another width for score", "score --model MODEL --data WIDE --out OUT", "", 1, []string{"MODEL: model for 64 columns given WIDE with 784"}},
		{"other columns", "encode --model NAMED --out OUT", "b,a\n1,2\n", 1, []string{`NAMED given DATA: column 1 is "b", the model was trained with "a" there`}},
		{"other categories", "encode --model COLOURS --one-hot --out OUT", "c\nx\ny\n", 1, []string{`COLOURS given DATA: column 2 is "c=y", the model was trained with "c=z" there`}},
		{"five among bits", "score --model BITS --out OUT", "0,1\n1,5\n", 1, []string{"DATA: row 2, column 2 is 5: the bernoulli"}},
		{"five in a held-out row", "train --likelihood bernoulli --scale none --layers 1 --held-out 0.9", strings.Repeat("0,1\n1,0\n", 9) + "5,1\n", 1, []string{"DATA: row 19, column 1 is 5: the bernoulli"}},
		{"missing value", "reconstruct --model MODEL --out OUT", nan, 1, []string{"DATA: row 3, column 1"}},
		{"unknown kind of file", "encode --model MODEL --out DIR/codes.txt", "", 2, []string{"codes.txt: expected a name that ends in .npy or .csv"}},
		{"result under a file", "encode --model MODEL --out BLOCKED.csv", "", 1, []string{"--out: BLOCKED.csv: "}},
		{"JSON and CSV on stdout", "encode --model MODEL --json", "", 2, []string{"--json needs --out FILE"}},
		{"no model to sample", "sample --out OUT", "", 2, []string{"--model FILE is missing"}},
		{"unknown method", "sample --model MODEL --method gibbs", "", 2, []string{`--method: unknown method "gibbs": choose one of prior, decode`}},
		{"no rows to draw", "sample --model MODEL --n 0", "", 2, []string{"--n 0: expected at least 1"}},
		{"no steps", "sample --model MODEL --steps 0", "", 2, []string{"--steps 0: expected at least 1"}},
		{"step too long", "sample --model MODEL --step 2", "", 2, []string{"--step 2: expected a number between 0 and 2"}},
		{"codes as a picture", "sample --model MODEL --method encode --out DIR/x.png", "", 2, []string{"codes are no pictures"}},
		{"no prior", "sample --model MODEL --out OUT", "", 1, []string{"MODEL: sample from the prior: the model's codes have none; train the vae or iwae"}},
		{"no noise to walk back from", "sample --model MODEL --method walk-back --out OUT", "", 1, []string{"MODEL: walk-back without corruption"}},
		{"no score field", "sample --model MODEL --method langevin --out OUT", "", 1, []string{"MODEL: score of a model with no corruption"}},
		{"rows as codes", "sample --model MODEL --method decode --out OUT", "", 1, []string{"MODEL: model for 4 code units given digits with 64"}},
		{"other columns to sample from", "sample --model NAMED --method reconstruct --out OUT", "b,a\n1,2\n", 1, []string{`NAMED given DATA: column 1 is "b"`}},
		{"no evidence", "score --model MODEL --samples 5 --out OUT", "", 1, []string{"log p(x) of a model without a gaussian encoder"}},
		{"samples of a score", "score --model MODEL --samples -1 --out OUT", "", 2, []string{"--samples -1: expected 0 or more"}},
		{"sweep without held-out rows", "sweep --held-out 0 --out DIR/run", "", 2, []string{"--held-out 0: a sweep is measured"}},
		{"sweep of a bad size", "sweep --codes 4,0 --out DIR/run", "", 2, []string{`width "0" at place 2`}},
		{"sweep of a variant that refuses", "sweep --variant k-sparse --codes 4 --out DIR/run", "", 2, []string{"--codes 4: --top-k 12: expected 1 to the code's 4 units"}},
		{"sweep of what is no data", "sweep --out DIR/run", "1,x\n", 1, []string{"DATA: row 1, column 2"}},
		{"corrupt model for info", "info --model CUT", "", 1, []string{"CUT: "}},
		{"info of no model", "info --model=", "", 2, []string{"--model"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			names := []string{
				"DIR", dir, "OUT", filepath.Join(dir, "out.npy"), "MODEL", model, "WIDE", wide, "BLOCKED", blocked,
				"BITS", bits, "NAMED", named, "COLOURS", colours, "CLASSIFIER", classifier,
				"CUT", file(t, "cut.safetensors", string(contents[:len(contents)/2])), "DATA", filepath.Join(dir, "..", "none"),
			}
			args := strings.Fields(c.command)
			if c.data != "" {
				names[len(names)-1] = file(t, "data", c.data)
				args = append(args, "--data", "DATA")
			}
			if args[0] == "train" && !strings.Contains(c.command, "--out") {
				args = slices.Insert(args, 1, "--out", filepath.Join("DIR", "run"))
			}
			named := strings.NewReplacer(names...)
			for i := range args {
				args[i] = named.Replace(args[i])
			}
			code, out, err := lamina(args...)
			if code != c.code || out != "" {
				t.Errorf("exit code %d, expected %d; stdout %q", code, c.code, out)
			}
			if strings.Contains(err, "strconv") {
				t.Errorf("a message for programmers: %q", err)
			}
			if !strings.HasPrefix(err, "lamina: ") || strings.Count(err, "\n") != 1 || !strings.HasSuffix(err, "\n") {
				t.Errorf("not one line: %q", err)
			}
			for _, w := range c.want {
				if !strings.Contains(filepath.ToSlash(err), filepath.ToSlash(named.Replace(w))) {
					t.Errorf("%q not in %q", w, err)
				}
			}
			t.Log(strings.TrimSpace(err))
			if left, _ := os.ReadDir(dir); len(left) > 0 {
				t.Errorf("%s was written", left[0].Name())
			}
		})
	}
}

// pad makes a NPY header of n bytes.
func pad(s string, n int) string {
	return s + string(bytes.Repeat([]byte{' '}, n-1-len(s))) + "\n"
}
