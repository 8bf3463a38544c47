export { createEdgeCurveProgram, EdgeCurvedArrowProgram, indexParallelEdgesIndex } from "@sigma/edge-curve";
export { default as Graph, MultiDirectedGraph, MultiGraph } from "graphology";
export { default as Sigma } from "sigma";
export { EdgeArrowProgram, EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram, NodePointProgram } from "sigma/rendering";
