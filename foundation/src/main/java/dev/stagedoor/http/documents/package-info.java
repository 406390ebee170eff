/**
 * What the route table says about itself: the OpenAPI document, the page for people, the golden list of routes, and the
 * platform's own routes that serve them beside health, metrics and version.
 *
 * <p>Every document is made from the routes and the records of {@code api/} that they name, in an order that depends on
 * nothing else, so that a change of the API is a change of a file under {@code docs/}.
 */
@NullMarked
package dev.stagedoor.http.documents;

import org.jspecify.annotations.NullMarked;
