// Package cases lists what is compared: kernels against what Go offers
// elsewhere. A family of cases is a table in a file of its own; another rival
// is one more contestant there.
package cases
