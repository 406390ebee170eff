// SPDX-License-Identifier: Apache-2.0
/**
 * Workers on Kubernetes: a Deployment and a Secret for each generation, in a namespace of its tenant, applied on the server
 * side. What runs is found by its labels, so that nothing is kept here.
 */
@NullMarked
package dev.stagedoor.launch.kubernetes;

import org.jspecify.annotations.NullMarked;
