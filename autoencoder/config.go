package autoencoder

import (
	"fmt"
	"slices"

	"github.com/lamina-go/lamina/nn"
)

// Config says what a model is. Every part can be combined with every other; a
// named variant is only a Config to start from (see Variant). It is kept in the
// model file, so that a file alone restores the model.
type Config struct {
	// Variant is the name of the variant that the configuration started from, or
	// empty. It is a label: the other fields decide.
	Variant string `json:"variant,omitempty"`

	// Inputs is the number of columns of the data, d.
	Inputs int `json:"inputs"`

	// Layers lists the widths of the encoder's hidden layers and, last, of the
	// code; the decoder mirrors them. {128, 8} is d-128-8-128-d. A code may be
	// wider than the data.
	Layers []int `json:"layers"`

	// Activations, by the names of nn.Activations, of the hidden layers on both
	// sides, of the code and of the decoder's output. Empty means tanh for Hidden
	// and identity for Code.
	Hidden string `json:"hidden"`
	Code   string `json:"code"`
	// Output shapes the mean of a Gaussian or the median of a Laplace likelihood; the
	// output for others is logits and logarithms and must be left as it is. Empty means sigmoid for a Gaussian on min-max
	// scaled data, which keeps the mean within the training data's range, and
	// identity otherwise.
	Output string `json:"output"`

	// Likelihood is p_decoder(x|h), whose −log is the loss.
	Likelihood nn.LikelihoodSpec `json:"likelihood"`

	// Tied makes every decoder layer use the transpose of its encoder layer's
	// weights; biases stay separate.
	Tied bool `json:"tied,omitempty"`

	// UnitNorm keeps every row of every decoder weight at norm 1: of the layer that the
	// code enters, row i is the atom that unit i adds to the reconstruction. Without it
	// a penalty on codes or on their Jacobian can be met by small codes and a large
	// decoder, which says nothing about the data. Rows are divided by their norms at
	// first and after each step (projected gradient descent). With Tied these rows are
	// the columns of the encoder's weights, so that units differ by direction and bias alone.
	UnitNorm bool `json:"unit_norm,omitempty"`

	// Encoder is p_encoder(h|x). The zero value is h = f(x).
	Encoder Encoder `json:"encoder,omitzero"`

	// TopK keeps the k largest code units of each row and sets the others to 0
	// (Makhzani and Frey 2014); 0 keeps all. In the first Anneal epochs of training it
	// is more than that, from nearly all down in equal steps.
	TopK   int `json:"top_k,omitempty"`
	Anneal int `json:"anneal,omitempty"`

	// Units names the activation of every layer, the encoder's and then the
	// decoder's, in the place of Hidden, Code and Output. Empty uses those. A stack that
	// is unrolled has it.
	Units []string `json:"units,omitempty"`

	// Classes makes the model a classifier of so many classes: a softmax layer on the
	// code stands for the decoder, and the categorical likelihood is that of the row's
	// class. Layers may then be empty. See Classifier.
	Classes int `json:"classes,omitempty"`

	// Corruption is C(x̃|x). The zero value is none.
	Corruption Corruption `json:"corruption,omitzero"`

	// Penalties are added to the loss. They act on f of what the encoder sees.
	Penalties []Penalty `json:"penalties,omitempty"`

	// Scaling is how columns are scaled before the network sees them: none,
	// min-max or standard. Empty means none. The Bernoulli likelihoods are asked about
	// values between 0 and 1 only: with none, others are refused; with min-max, what
	// lies beyond the training rows' extremes counts as these. Counts and categories
	// are not scaled.
	Scaling string `json:"scaling"`

	// Init is how the first Fit sets the parameters before its first step: empty for
	// the random ones of New, or pca, which makes the network the principal components of
	// the training rows, as the network sees them, and is exact for identity
	// activations. Units beyond the components stay random, unread by the decoder.
	Init string `json:"init,omitempty"`

	// Seed decides the initial parameters.
	Seed uint64 `json:"seed"`
}

// Corruption names a corruption process. Values are corrupted as the network sees
// them, that is, after scaling.
type Corruption struct {
	// Kind is empty for none, or
	//
	//	masking          entries become 0
	//	salt-and-pepper  entries become their column's least or greatest training
	//	                 value, with equal chance
	//	dropout          entries become 0, and the others are divided by 1 − ν, so
	//	                 that x̃ has the mean x
	//	gaussian         x̃ = x + σε
	Kind string `json:"kind,omitempty"`
	// Rate is ν, the chance of each entry to be corrupted: 0 ≤ ν < 1.
	Rate float64 `json:"rate,omitempty"`
	// Deviation is the gaussian's σ ≥ 0.
	Deviation float64 `json:"deviation,omitempty"`
	// Emphasis weights the loss by column; the zero value does not.
	Emphasis Emphasis `json:"emphasis,omitzero"`
}

// Emphasis is how much −log p of corrupted entries and of the others counts in the
// loss. Both 1, or neither, is no emphasis (Vincent et al. 2010, section 4.2).
type Emphasis struct {
	Corrupted float64 `json:"corrupted"`
	Clean     float64 `json:"clean"`
}

// Penalty names one penalty Ω of the objective.
type Penalty struct {
	// Kind is l1 (λ Σ|hᵢ|), contractive (λ ‖J(x)‖²_F, J = ∂f/∂x), higher-order
	// (λ E‖J(x) − J(x+ε)‖²_F, ε ~ N(0, σ²I)), kl-sparsity
	// (λ Σⱼ KL(ρ ‖ mean of hⱼ), for sigmoid codes) or kl-prior
	// (λ KL(p_encoder(h|x) ‖ N(0, I)), for gaussian encoders, where λ is the β of a
	// β-VAE). J is that of f as the network sees x, after scaling.
	Kind string `json:"kind"`
	// Weight is λ ≥ 0.
	Weight float64 `json:"weight"`
	// Target is kl-sparsity's ρ, between 0 and 1; 0 means 0.05.
	Target float64 `json:"target,omitempty"`

	// Jacobian is how contractive and higher-order take ‖·‖²_F of an encoder of any
	// depth; empty means exact:
	//
	//	exact       value and gradient, whatever the depth
	//	hutchinson  the unbiased estimate ‖vᵀJ‖², a mean over random v: cheap for large codes
	//	layer-wise  Σₗ‖Jₗ‖²_F of the layers' own Jacobians instead
	Jacobian string `json:"jacobian,omitempty"`
	// Probes is the number of v for each row; 0 means 1. Probe is their distribution:
	// rademacher, signs, which is also what empty means, or gaussian.
	Probes int    `json:"probes,omitempty"`
	Probe  string `json:"probe,omitempty"`
	// Deviation is higher-order's σ > 0, after scaling, and Draws the number of ε for
	// each row; 0 means 1.
	Deviation float64 `json:"deviation,omitempty"`
	Draws     int     `json:"draws,omitempty"`
}

// normalised returns the configuration with its defaults written out, sharing no
// memory with c, or an error that names the field, its value and what was
// expected.
func (c Config) normalised() (Config, error) {
	c = c.clone()
	if c.Scaling == "" {
		c.Scaling = "none"
	}
	if c.Units == nil {
		c.defaultUnits()
	}
	if c.Corruption.Emphasis == (Emphasis{1, 1}) {
		c.Corruption.Emphasis = Emphasis{}
	}
	if c.Classes != 0 && c.Likelihood.Kind == "" {
		c.Likelihood.Kind = "categorical"
	}
	for i, p := range c.Penalties {
		if p.Jacobian == "exact" && p.ofJacobian() {
			c.Penalties[i].Jacobian = ""
		}
	}
	c.Likelihood = c.Likelihood.Normalised()
	return c, c.check()
}

// clone returns the configuration, sharing no memory with c.
func (c Config) clone() Config {
	c.Layers, c.Penalties, c.Units = slices.Clone(c.Layers), slices.Clone(c.Penalties), slices.Clone(c.Units)
	c.Likelihood.Groups = slices.Clone(c.Likelihood.Groups)
	return c
}

// maxParameters keeps a mistyped width from asking for all memory, and products
// of widths from overflowing.
const maxParameters = 1 << 30

func (c Config) check() error {
	if c.Inputs < 1 || c.Inputs > maxParameters {
		return fmt.Errorf("inputs %d: expected the number of columns of the data, at least 1", c.Inputs)
	}
	if len(c.Layers) == 0 && c.Classes == 0 {
		return fmt.Errorf("layers are empty: expected the hidden widths and, last, the code's, such as 128,8")
	}
	parameters, in := uint64(0), uint64(c.Inputs)
	for i, w := range c.Layers {
		if w < 1 {
			return fmt.Errorf("layers: width %d at place %d of %v: expected a positive number", w, i+1, c.Layers)
		}
		if w > maxParameters {
			return fmt.Errorf("layers: width %d at place %d is too large", w, i+1)
		}
		parameters += 2 * in * uint64(w)
		in = uint64(w)
		if parameters > maxParameters {
			return fmt.Errorf("layers %v for %d inputs need more than %d weights", c.Layers, c.Inputs, maxParameters)
		}
	}
	if err := checkVariant(c); err != nil {
		return err
	}
	if err := c.checkUnits(); err != nil {
		return err
	}
	output := checkLikelihood
	if c.Classes != 0 {
		output = checkClasses
	}
	for _, err := range []error{output(c), c.Corruption.check(c), checkTopK(c), checkUnitNorm(c), c.Encoder.check(c), checkInit(c)} {
		if err != nil {
			return err
		}
	}
	for _, p := range c.Penalties {
		if err := p.check(c); err != nil {
			return err
		}
	}
	return checkScaling(c.Scaling)
}
