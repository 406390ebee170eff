/**
 * One HTTP exchange with the server: the request, the answer or the exception it is, and answers read line by line.
 *
 * <p>What it holds: a key goes into one header, never to where a server redirects; every call ends within a deadline; a
 * request is repeated at most once, and only where repeating cannot do anything twice.
 */
@NullMarked
package dev.stagedoor.client.http;

import org.jspecify.annotations.NullMarked;
