// The scene: graphology's graph and sigma's renderer with its stock node and edge programs.
export { default as Graph, MultiDirectedGraph, MultiGraph } from "graphology";
export { default as Sigma } from "sigma";
export { EdgeArrowProgram, EdgeLineProgram, EdgeRectangleProgram, NodeCircleProgram, NodePointProgram } from "sigma/rendering";
