/** What it costs to find a request's route. */
package weir.bench.jmh.route;
