/* statistic/fit: the maximum of a log-likelihood over a few positive parameters. Knows values and gradients; refuses to know models. It works on the
 * logarithms of the parameters, from fixed starts, without chance: the same function gives the same fit. A maximum that is not inside is said, and
 * then there are no parameters. GSL's error handler has to be off (gsl_set_error_handler_off). */
#ifndef STATISTIC_FIT_H
#define STATISTIC_FIT_H
#include "statistic/draw.h"
#include <stddef.h>

enum fit_state {
	FIT_OK,
	FIT_TOO_FEW,       /* the data cannot tell the parameters apart, whatever they are */
	FIT_NOT_CONVERGED, /* no single maximum was found: a ridge, or the iterations ran out */
	FIT_BOUNDARY       /* the likelihood still rises where a parameter is 10,000 times its unit, or a 10,000th: it has no maximum inside */
};

#define FIT_PARAMETERS 4

struct fit {
	enum fit_state state;
	int parameters;
	int iterations;                                       /* of all starts together */
	double loglik;                                        /* at the estimate; NaN unless FIT_OK */
	double estimate[FIT_PARAMETERS];                      /* NaN unless FIT_OK */
	double ln_covariance[FIT_PARAMETERS][FIT_PARAMETERS]; /* of ln estimate: the inverse of the observed information; NaN unless FIT_OK */
};

struct fit_problem {
	int parameters;              /* 1 … FIT_PARAMETERS */
	double unit[FIT_PARAMETERS]; /* a usual size of each, > 0; bounds and starts are multiples of it */
	/* The log-likelihood at these parameters (natural scale), finite everywhere inside the bounds; its derivatives by the parameters are written to
	 * gradient unless that is NULL. */
	double (*loglik)(const double *parameters, double *gradient, const void *data);
	const void *data;
};

/* The highest maximum that n ≥ 1 starts (in units) lead to: BFGS (gsl_multimin_fdfminimizer_vector_bfgs2), then Newton's method with the Hessian by
 * central differences of the gradient, until a step changes no parameter by more than a millionth. */
struct fit fit_maximise(const struct fit_problem *problem, const double (*starts)[FIT_PARAMETERS], size_t n);
/* A fit that was not made: everything NaN. state is not FIT_OK. */
struct fit fit_none(enum fit_state state, int parameters);
/* Standard error of one parameter, in its own unit, by the delta method; NaN unless FIT_OK. */
double fit_standard_error(const struct fit *fit, int parameter);
/* Parameters drawn from the estimator's approximate distribution, normal in the logarithms: fit->parameters numbers > 0 into out. Needs FIT_OK. */
void fit_draw(const struct fit *fit, struct draw *d, double *out);
#endif
